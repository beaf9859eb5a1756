import type { Lexer, Token } from 'marked';
import { BlockLexer } from './block-lexer.ts';
import { finishedLength } from './finished-length.ts';
import { healEnd } from './heal-end.ts';
import type { MarkdownBlock } from './markdown-block.ts';

/**
 * A longer text without a finished block is read again only when it has grown by a 16th. The list of blocks is copied once per
 * so many characters: its length, divided by 128. So time stays linear in the text.
 */
const shortText = 2_048;

/** A finished text that a later definition could change. */
interface Batch {
  readonly text: string;
  readonly firstId: number;
  /** How many definitions counted when it was read. */
  readonly definitions: number;
}

/** Reads Markdown piece by piece into blocks. Each finished block is lexed once, the rest with each piece. */
export class BlockReader {
  readonly #lexer = new BlockLexer();
  readonly #finished: MarkdownBlock[] = [];
  readonly #batches: Batch[] = [];
  #open: readonly MarkdownBlock[] = [];
  /** The text after the finished blocks. */
  #text = '';
  #textRead = 0;
  /** A `\r` at the end, which could be half of a line break. */
  #return = '';

  /** Adds a piece; returns the blocks if they changed. */
  push(piece: string): readonly MarkdownBlock[] | undefined {
    const text = this.#return + piece;
    this.#return = text.endsWith('\r') ? '\r' : '';
    this.#text += text.slice(0, text.length - this.#return.length).replace(/\r\n?/g, '\n');
    const grown = this.#text.length - this.#textRead;
    return grown > Math.max((this.#text.length - shortText) / 16, this.#finished.length / 128)
      ? this.read()
      : undefined;
  }

  /** Reads the text that waits; returns the blocks if they changed. */
  read(): readonly MarkdownBlock[] | undefined {
    if (this.#textRead === this.#text.length) return undefined;
    let lexer = this.#lexer.read(this.#text);
    const length = finishedLength(this.#text, lexer.tokens);
    if (length > 0) {
      this.#finish(this.#text.slice(0, length));
      this.#text = this.#text.slice(length);
      lexer = this.#lexer.read(this.#text);
    }
    this.#textRead = this.#text.length;
    const before = this.#open;
    this.#open = this.#openBlocks(lexer);
    const changed =
      length > 0 || this.#open.length !== before.length || this.#open.some((block, i) => block !== before[i]);
    return changed ? [...this.#finished, ...this.#open] : undefined;
  }

  /** Finishes all blocks; returns them if there are any. */
  end(): readonly MarkdownBlock[] | undefined {
    this.#finish(this.#text + (this.#return && '\n'));
    this.#applyLateDefinitions();
    return this.#finished.length > 0 ? this.#finished : undefined;
  }

  #finish(text: string): void {
    const lexer = this.#lexer.read(text);
    this.#lexer.keepDefinitions();
    const firstId = this.#finished.length;
    for (const block of this.#blocksOf(lexer, text, firstId, true)) this.#finished.push(block);
    if (text.includes('[')) this.#batches.push({ text, firstId, definitions: this.#lexer.definitions });
  }

  /** Blocks whose reference has been defined after them are read again, once. */
  #applyLateDefinitions(): void {
    for (const { text, firstId, definitions } of this.#batches) {
      if (definitions === this.#lexer.definitions) continue;
      for (const block of this.#blocksOf(this.#lexer.read(text), text, firstId, true)) {
        if (block.html !== this.#finished[block.id]?.html) this.#finished[block.id] = block;
      }
    }
  }

  #openBlocks(lexer: Lexer): readonly MarkdownBlock[] {
    const at = lexer.tokens.map(isSpace).lastIndexOf(false);
    const last = lexer.tokens[at];
    if (!last) return [];
    const start = lengthOf(lexer.tokens.slice(0, at));
    const end = this.#text.slice(start);
    const healed = healEnd(end, last);
    const shown = healed === end ? lexer : this.#lexer.read(this.#text.slice(0, start) + healed);
    const blocks = this.#blocksOf(shown, this.#text, this.#finished.length, false);
    const before = new Map(this.#open.map((block) => [block.id, block]));
    return blocks.map((block) => {
      const same = before.get(block.id);
      return same?.raw === block.raw && same.html === block.html ? same : block;
    });
  }

  /** One block per token; white space belongs to the block before it. White space alone is not a block. */
  #blocksOf(lexer: Lexer, text: string, firstId: number, done: boolean): readonly MarkdownBlock[] {
    const tokens = this.#lexer.addInline(lexer);
    if (tokens.every(isSpace)) return [];
    const groups: Token[][] = [[]];
    for (const token of tokens) {
      if (!isSpace(token) && groups.at(-1)?.some((earlier) => !isSpace(earlier))) groups.push([]);
      groups.at(-1)?.push(token);
    }
    let offset = 0;
    return groups.map((group, i) => {
      const start = offset;
      offset = i === groups.length - 1 ? text.length : offset + lengthOf(group);
      return { id: firstId + i, tokens: group, raw: text.slice(start, offset), html: this.#lexer.html(group), done };
    });
  }
}

function isSpace({ type }: Token): boolean {
  return type === 'space';
}

function lengthOf(tokens: readonly Token[]): number {
  return tokens.reduce((length, { raw }) => length + raw.length, 0);
}
