import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Lexer } from 'marked';
import { BlockReader } from '../../lib/markdown/block-reader.ts';
import type { MarkdownBlock } from '../../lib/markdown/markdown-block.ts';
import { cut } from './documents.ts';

afterEach(() => void jest.restoreAllMocks());

const rows: Record<string, string> = {
  paragraphs: 'A *paragraph* with `code` of some length.\n\n',
  headings: '# heading\ntext\n',
  'one paragraph': 'some **words** ',
  'one list': '- item **text**\n',
  'one code block': 'let a = 1;\n',
};
const starts: Record<string, string> = { 'one code block': '```ts\n' };

/** Counts the characters that the lexer reads, and the blocks that are copied, for a text in pieces. */
function workOf(text: string): { read: number; copied: number } {
  const blocks = jest.spyOn(Lexer.prototype, 'blockTokens');
  const reader = new BlockReader();
  let copied = 0;
  for (const piece of cut(text, [6])) copied += reader.push(piece)?.length ?? 0;
  reader.end();
  const read = blocks.mock.calls.reduce((sum, [src]) => sum + src.length, 0);
  jest.restoreAllMocks();
  return { read, copied };
}

describe('BlockReader', () => {
  it.each(Object.keys(rows))('reads %s in linear time', (name) => {
    const textOf = (length: number) => (starts[name] ?? '') + rows[name]!.repeat(length / rows[name]!.length);
    const [less, more] = [workOf(textOf(8_000)), workOf(textOf(32_000))];
    // Within 2,048 characters of an open block, each piece reads the block.
    expect(more.read).toBeLessThan(32_000 * 120);
    expect(more.read / less.read).toBeLessThan(4.4);
    expect(more.copied).toBeLessThan(32_000 * 128);
  });

  it('does not lex a finished block again', () => {
    const reader = new BlockReader();
    reader.push('first\n\nsecond\n\n');
    const [first] = reader.push('third') ?? [];
    const lexed = jest.spyOn(Lexer.prototype, 'blockTokens');
    const later = ['\n\nfour', 'th\n\n', 'fifth'].map((piece) => reader.push(piece)?.[0]);
    expect(later.filter((block) => block !== undefined && block !== first)).toEqual([]);
    expect(lexed.mock.calls.filter(([src]) => src.includes('first'))).toEqual([]);
    expect(reader.end()?.[0]).toBe(first);
  });

  it('keeps open blocks the same objects while they do not change', () => {
    const reader = new BlockReader();
    const [list] = reader.push('- a\n\n- b\n```\nx') ?? [];
    const [same, code] = reader.push('y') ?? [];
    expect(same).toBe(list);
    expect(code).toMatchObject({ raw: '```\nxy', done: false });
  });

  it('links references of a finished block at the end, when the definition follows it', () => {
    const reader = new BlockReader();
    const [before] = reader.push('[a] and [b]\n\nother\n\n[a]: /x\n\nmore') ?? [];
    const other = reader.push('!')?.[1];
    expect(before).toMatchObject({ html: '<p><a href="/x">a</a> and [b]</p>\n', done: true });
    reader.push('\n\n[b]: /y');
    const end = reader.end() ?? [];
    expect(end[0]).toMatchObject({ id: 0, html: '<p><a href="/x">a</a> and <a href="/y">b</a></p>\n', done: true });
    expect(end[1]).toBe(other);
  });

  it('joins the halves of a line break', () => {
    const reader = new BlockReader();
    for (const piece of ['a\r', '\nb\r', '\r\n', 'c\r']) reader.push(piece);
    expect(reader.end()?.map(({ raw }: MarkdownBlock) => raw)).toEqual(['a\nb\n\n', 'c\n']);
  });
});
