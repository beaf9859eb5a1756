import { Lexer, Parser } from 'marked';
import remend from 'remend';
import { from, lastValueFrom } from 'rxjs';
import { markdownBlocks } from '../../lib/markdown/index.ts';
import { markdownPart } from '../support/markdown-part.ts';
import { growthOf } from './support/growth.ts';
import { rounds } from './support/rounds.ts';
import type { Row, Section } from './support/section.ts';

const shapes: Readonly<Record<string, (i: number) => string>> = {
  'a reply of all kinds': markdownPart,
  'one list': (i) => `- item **${i}**\n`,
  'one paragraph': (i) => `words and **${i}** `,
  'one code block': (i) => `${i === 0 ? '```ts\n' : ''}const a = ${i};\n`,
};

function textOf(shape: (i: number) => string, length: number): string {
  const parts: string[] = [];
  for (let i = 0, size = 0; size < length; i++) size += parts[parts.push(shape(i)) - 1]?.length ?? 0;
  return parts.join('').slice(0, length);
}

const cut = (text: string, length: number) => text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];

const incremental = (pieces: readonly string[]) => lastValueFrom(from(pieces).pipe(markdownBlocks()));

/** The whole text again with each piece. */
function parseAgain(pieces: readonly string[]): void {
  let text = '';
  for (const piece of pieces) Parser.parse(Lexer.lex((text += piece)));
}

/** Like streamdown 2.7: it heals and lexes the whole text with each piece, and renders the blocks that differ. */
function healAndCompare(pieces: readonly string[]): void {
  let text = '';
  let rendered = new Map<number, string>();
  for (const piece of pieces) {
    const blocks = Lexer.lex(remend((text += piece)), { gfm: true }).map(({ raw }) => raw);
    blocks.forEach((raw, i) => {
      if (rendered.get(i) !== raw) Parser.parse(Lexer.lex(raw));
    });
    rendered = new Map(blocks.entries());
  }
}

const ways = { 'markdownBlocks()': incremental, 'marked, whole text': parseAgain, "streamdown's way": healAndCompare };

/** Cost of Markdown that arrives in pieces. */
export async function markdown(): Promise<Section> {
  const against: Row[] = [];
  for (const [length, pieceLength, count] of [
    [20_000, 20, 3],
    [1_000_000, 20_000, 3],
  ] as const) {
    const pieces = cut(textOf(markdownPart, length), pieceLength);
    const runs = Object.entries(ways).map(([name, run]) => [name, () => Promise.resolve(run(pieces))] as const);
    for (const { name, median, ratio } of await rounds(Object.fromEntries(runs), count, 1)) {
      against.push({ text: `${length / 1_000} KB, ${pieces.length} pieces`, 'parsed by': name, ms: median, ratio });
    }
  }
  const rows: Row[] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const runs = new Map(
      [25_000, 50_000, 100_000].map((length) => {
        const pieces = cut(textOf(shape, length), 20);
        return [length, () => incremental(pieces)];
      }),
    );
    rows.push({ text: name, ...(await growthOf(runs, 3)) });
  }
  const whole = cut(textOf(markdownPart, 1_000_000), 20);
  const [time] = await rounds({ all: () => incremental(whole) }, 1, 0);
  rows.push({
    text: `a reply of all kinds, 1 MB in ${whole.length} pieces`,
    '100 KB (ms)': (time?.median ?? NaN) / 10,
  });
  return {
    title: 'Markdown in pieces',
    text: "Blocks and HTML after each piece. streamdown's way is its algorithm without React. In the last row, 1 MB, the time is per 100 KB.",
    tables: [
      { title: 'Against parsing again', rows: against },
      { title: 'Growth, in pieces of 20 characters', rows },
    ],
  };
}
