import type { Token } from 'marked';
import remend from 'remend';
import { closeEmphasis } from './close-emphasis.ts';

/** Links and tags only: `closeEmphasis` also closes what is nested, and the rest would change how `marked` reads the text. */
const options = {
  linkMode: 'text-only',
  bold: false,
  boldItalic: false,
  comparisonOperators: false,
  images: false,
  inlineCode: false,
  italic: false,
  katex: false,
  setextHeadings: false,
  singleTilde: false,
  strikethrough: false,
} as const;

/** The most characters to heal, in line with `inlineWindows`: a search for the end of each mark takes quadratic time. */
const healedAtMost = 8_192;

/** Ends of a line whose meaning the next characters decide. */
const undecided = [
  // Opens an image.
  /!(?:\[[^\]]*(?:\](?:\([^)]*)?)?)?$/,
  // Opens or closes emphasis or code.
  /(?<![*_~`])[*_~`]+[ \t]*$/,
  // Opens a tag, or escapes the next character.
  /[<\\]$/,
  // Opens a block: an item with or without a task, a quote, a heading, a rule, a fence, a row.
  /^[ \t>]*(?:[-*+_#`~=|:>]+|\d{1,9}[.)]?|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]?\]?)?)[ \t]*$/,
];

/** The block at the end of a text that still grows, completed so that it shows no raw marks. */
export function healEnd(text: string, { type }: Token): string {
  if (type === 'code') return text.replace(/\n {0,3}[`~]+$/, '');
  if (/\n[ \t]*\n[ \t]*$/.test(text)) return text;
  const start = Math.max(0, text.length - healedAtMost);
  const line = Math.max(start, text.lastIndexOf('\n') + 1);
  let end = text.slice(line);
  for (const marks of undecided) end = end.replace(marks, '');
  // A label that a URL or the name of a definition may follow.
  end = end.replace(/\[((?:\\.|[^[\]\\])+)\](?:\[[^\]]*)?$/, '$1');
  const decided = completeTable(text.slice(0, line) + end);
  return decided.slice(0, start) + remend(closeEmphasis(decided.slice(start)), options);
}

/** Adds the second line of a table, without which the first one is text. */
function completeTable(text: string): string {
  const [, above = '', row] = /^([^]*\n)?( {0,3}\|(?=[^\n]*[^ :|\n-])[^\n]*)(?:\n[ :|-]*)?$/.exec(text) ?? [];
  if (row === undefined || row.length > healedAtMost || /(?:^|\n) {0,3}\|[^\n]*\n$/.test(above)) return text;
  const cells = row
    .replace(/\\\|/g, '')
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|');
  return `${above}${closeEmphasis(row)}\n${'|---'.repeat(cells.length)}|`;
}
