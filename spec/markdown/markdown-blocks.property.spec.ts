import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { from } from 'rxjs';
import type { MarkdownBlock } from '../../lib/markdown/markdown-block.ts';
import { markdownBlocks } from '../../lib/markdown/markdown-blocks.ts';
import { anyDocument, cut, specDocuments } from './documents.ts';

/** Every emission for a text in pieces. */
function emissions(pieces: readonly string[]): (readonly MarkdownBlock[])[] {
  const all: (readonly MarkdownBlock[])[] = [];
  from(pieces)
    .pipe(markdownBlocks())
    .subscribe((blocks) => all.push(blocks));
  return all;
}

const finalBlocks = (pieces: readonly string[]) => emissions(pieces).at(-1) ?? [];
const rawOf = (blocks: readonly MarkdownBlock[]) => blocks.map(({ raw }) => raw).join('');
const withoutSpaces = (tokens: readonly Token[]) => tokens.filter(({ type }) => type !== 'space');
const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });

describe('markdownBlocks', () => {
  it.each([1, 2, 3, 7, 1_000])('reads each document of CommonMark like marked, in pieces of %i', (length) => {
    for (const document of specDocuments) {
      const tokens = finalBlocks(cut(document, [length])).flatMap((block) => block.tokens);
      expect([document, withoutSpaces(tokens)]).toEqual([document, withoutSpaces(marked.lexer(document))]);
    }
  });

  it.each(['\n', '\n\n'])('reads all of them in one text the same in any pieces, joined by %j', (joint) => {
    const text = specDocuments.join(joint);
    const whole = finalBlocks([text]);
    expect(whole.length).toBeGreaterThan(700);
    expect(finalBlocks(cut(text, [5]))).toEqual(whole);
  });

  it('ends with the same blocks for any pieces, all of them finished', () => {
    fc.assert(
      fc.property(anyDocument, lengths, (document, pieces) => {
        const blocks = finalBlocks(cut(document, pieces));
        expect(blocks).toEqual(finalBlocks([document]));
        expect(blocks.every(({ done }) => done)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('emits text so far, numbered blocks and each finished block once, except for late definitions', () => {
    fc.assert(
      fc.property(anyDocument, lengths, (document, pieces) => {
        const text = document.replace(/\r\n?/g, '\n');
        const all = emissions(cut(document, pieces));
        const finished: MarkdownBlock[] = [];
        for (const blocks of all) {
          expect(text.startsWith(rawOf(blocks))).toBe(true);
          expect(blocks.map(({ id }) => id)).toEqual(blocks.map((_, i) => i));
          for (const block of blocks) {
            const before = finished[block.id];
            if (before && blocks !== all.at(-1)) expect(block).toBe(before);
            if (before && !text.includes(']:')) expect(block).toBe(before);
            if (block.done) finished[block.id] = block;
          }
        }
        if (text.trim() !== '') expect(rawOf(all.at(-1) ?? [])).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
