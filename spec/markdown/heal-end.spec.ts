import { describe, expect, it } from '@jest/globals';
import type { Token } from 'marked';
import { BlockReader } from '../../lib/markdown/block-reader.ts';
import { healEnd } from '../../lib/markdown/heal-end.ts';

/** The HTML of a text that goes on. */
const shown = (text: string) =>
  new BlockReader()
    .push(text)
    ?.map(({ html }) => html.replaceAll('\n', ''))
    .join('') ?? '';

const paragraph: Token = { type: 'paragraph', raw: '' };

describe('healEnd', () => {
  it.each([
    ['a **b', '<p>a <strong>b</strong></p>'],
    ['a **b *c', '<p>a <strong>b <em>c</em></strong></p>'],
    ['a `b', '<p>a <code>b</code></p>'],
    ['a [b](htt', '<p>a b</p>'],
    ['a [b][c', '<p>a b</p>'],
    ['a [b', '<p>a b</p>'],
    ['a <b', '<p>a</p>'],
    ['a <https://b', '<p>a</p>'],
    ['- **a', '<ul><li><strong>a</strong></li></ul>'],
    ['# a *b', '<h1>a <em>b</em></h1>'],
    ['> a ~~b', '<blockquote><p>a <del>b</del></p></blockquote>'],
    ['| a', '<table><thead><tr><th>a</th></tr></thead></table>'],
    ['| a | **b', '<table><thead><tr><th>a</th><th><strong>b</strong></th></tr></thead></table>'],
    ['| a | b |\n| :-', '<table><thead><tr><th>a</th><th>b</th></tr></thead></table>'],
    ['text\n| a |', '<p>text</p><table><thead><tr><th>a</th></tr></thead></table>'],
    [
      '| a |\n|---|\n| **b',
      '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><strong>b</strong></td></tr></tbody></table>',
    ],
    ['```js\nlet a = `*', '<pre><code class="language-js">let a = `*</code></pre>'],
    ['```\na\n``', '<pre><code>a</code></pre>'],
  ])('completes %j', (text, html) => {
    expect(shown(text)).toBe(html);
  });

  it('closes marks in the last 8,192 characters only, so that its time is bounded', () => {
    const opened = (length: number) => `**${'a'.repeat(length - 2)}`;
    expect(healEnd(opened(8_192), paragraph)).toBe(`${opened(8_192)}**`);
    expect(healEnd(opened(8_194), paragraph)).toBe(opened(8_194));
    const later = `${opened(9_000)} *b`;
    expect(healEnd(later, paragraph)).toBe(`${later}*`);
  });

  it('completes no table whose first row is longer', () => {
    const row = (length: number) => `|${'a'.repeat(length - 1)}`;
    expect(healEnd(row(8_192), paragraph)).toBe(`${row(8_192)}\n|---|`);
    expect(healEnd(row(8_193), paragraph)).toBe(row(8_193));
  });

  it.each(['*', '**', '_', '`', '~', '#', '\\', '![', '![b', '![b](', '[', '<'])('hides %j at the end', (marks) => {
    expect(shown(`a ${marks}`)).toBe(shown('a').replace('a', marks === '#' ? 'a #' : 'a'));
  });

  it.each(['-', '- ', '*', '+', '1', '1.', '1. ', '#', '## ', '>', '> -', '---', '===', '|', '- [', '- [ ]', '- [x] '])(
    'hides the line %j until more text decides what it opens',
    (line) => {
      expect(shown(line)).toBe('');
      expect(shown(`a\n${line}`)).toBe('<p>a</p>');
    },
  );

  it.each(['a * b', 'snake_case', 'a\\*b', '5 < 6 x', '[1] a', '**a\n\n', '`a` b', '$5 and $6'])(
    'shows %j like marked',
    (text) => {
      const reader = new BlockReader();
      const open = reader.push(text);
      expect(open?.[0]?.html).toBe(reader.end()?.[0]?.html);
    },
  );
});
