import { kindOf } from '../errors/check-options.ts';
import { InvalidOptionsError } from '../errors/invalid-options-error.ts';
import { BlockReader } from './block-reader.ts';
import type { MarkdownBlock } from './markdown-block.ts';

/** The fields of a turn of `chat` that `turnBlocks` reads. */
export interface MarkdownTurn {
  readonly id: string;
  readonly text: string;
  /** Text may follow while it is `streaming`. */
  readonly status: string;
}

/** A turn that still grows. */
interface OpenTurn {
  readonly reader: BlockReader;
  /** The text that the reader has. */
  text: string;
  blocks: readonly MarkdownBlock[];
}

/** The last block of such a reply stays unfinished, and completed. */
const cutOff = ['stopped', 'error'];

/** Several chats may share one function. Beyond this number of growing replies, it reads the oldest from its beginning again. */
const mostOpen = 16;

/**
 * Returns a function that converts a turn of `chat` to the blocks of its Markdown. A template may call the function on
 * every render: for the same turn, it returns the same blocks. While a reply grows, it parses only the new text, like
 * `markdownBlocks`, and finished blocks stay the same objects. The last block is finished when the reply is complete.
 * The last block of a stopped or failed reply stays unfinished, so that it shows no raw marks. The returned function
 * throws `InvalidOptionsError` for any value that is not a turn.
 *
 * @example The blocks of a chat in an Angular template
 * ```ts
 * import { chat } from 'anthropic-rxjs/angular';
 * import { turnBlocks } from 'anthropic-rxjs/markdown';
 *
 * export class ChatPage {
 *   protected readonly chat = chat({ model: 'claude-sonnet-5', max_tokens: 1024 });
 *   // In the template: @for (block of blocksOf(turn); track block.id) { <div [innerHTML]="block.html"></div> }
 *   protected readonly blocksOf = turnBlocks();
 * }
 * ```
 * @see markdownBlocks
 */
export function turnBlocks(): (turn: MarkdownTurn) => readonly MarkdownBlock[] {
  const known = new WeakMap<MarkdownTurn, readonly MarkdownBlock[]>();
  const open = new Map<string, OpenTurn>();

  function read({ id, text, status }: MarkdownTurn): readonly MarkdownBlock[] {
    const earlier = open.get(id);
    const turn = earlier && text.startsWith(earlier.text) ? earlier : newTurn();
    turn.blocks = turn.reader.push(text.slice(turn.text.length)) ?? turn.blocks;
    turn.text = text;
    open.delete(id);
    if (cutOff.includes(status)) return turn.reader.read() ?? turn.blocks;
    if (status !== 'streaming') return turn.reader.end() ?? [];
    open.set(id, turn);
    const [oldest] = open.keys();
    if (open.size > mostOpen && oldest !== undefined) open.delete(oldest);
    return turn.blocks;
  }

  return (turn) => {
    const earlier = known.get(check(turn));
    if (earlier) return earlier;
    const blocks = read(turn);
    known.set(turn, blocks);
    return blocks;
  };
}

const newTurn = (): OpenTurn => ({ reader: new BlockReader(), text: '', blocks: [] });

function check(turn: unknown): MarkdownTurn {
  if (typeof turn === 'object' && turn !== null && 'text' in turn && typeof turn.text === 'string') {
    return turn as MarkdownTurn; // its id and status are only compared
  }
  const message = `must be a turn of chat(), not ${kindOf(turn)}`;
  throw new InvalidOptionsError('turnBlocks', [{ path: 'turn', message }]);
}
