import { describe, expect, it, jest } from '@jest/globals';
import { marked, Tokenizer } from 'marked';
import { BlockLexer } from '../../lib/markdown/block-lexer.ts';

function htmlOf(text: string): string {
  const lexer = new BlockLexer();
  return lexer.html(lexer.addInline(lexer.read(text)));
}

/** How deep the tags of HTML are nested. */
function depthOf(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, end] of html.matchAll(/<(\/?)(?:blockquote|ul|em|a)\b/g)) {
    depth += end === '/' ? -1 : 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** The number of characters in which marked looks for links, addresses and text. */
function readByMarked(text: string): number {
  const spies = (['link', 'url', 'inlineText'] as const).map((rule) => jest.spyOn(Tokenizer.prototype, rule));
  htmlOf(text);
  const read = spies.flatMap(({ mock }) => mock.calls).reduce((sum, [src]) => sum + src.length, 0);
  jest.restoreAllMocks();
  return read;
}

describe('BoundedTokenizer', () => {
  it.each([
    ['> ', ''],
    ['- ', ''],
    ['*_', '_*'],
    ['![', '](b)'],
    ['[', '](b)'],
  ])('reads 5,000 nested %j to a depth of at most 32', (open, close) => {
    const html = htmlOf(`${open.repeat(5_000)}a${close.repeat(5_000)}`);
    expect(depthOf(html)).toBeLessThanOrEqual(32);
    expect(html).toContain('a');
  });

  it.each(['> > > a', '- - - a', '***a** b*', '[*a*](b)'])('reads %j like marked', (text) => {
    expect(htmlOf(text)).toMatch(/<(?:blockquote|ul|em|a)/);
  });

  it.each([
    ['snake_case names', '_a'.repeat(2_000)],
    ['mail addresses', 'a_b@c.example, mailto:a@b.example and www.a.example/_x_'],
    ['runs of marks', `${'`'.repeat(3_000)} a ${'`'.repeat(3_000)} ~~b~~ ${'~'.repeat(2_000)}`],
    ['links', '[![a](b)](c) [d (e) f](g(h)i "j (k") [l](m\\)n)'],
    ['text before an address', `${'x-'.repeat(700)}https://a.example/b_c`],
  ])('reads %s like marked', (_, text) => {
    expect(htmlOf(text)).toBe(marked.parse(text, { async: false }));
  });

  it.each([
    ['intraword underscores', '_a'],
    ['links without an end', '[a]('],
    ['links with a title without an end', '[a](b ('],
    ['links that close less than they open', '[a]((b)'],
    ['images in links without an end', '[![a](b)]('],
    ['brackets', '['],
  ])('reads %s in linear time', (_, part) => {
    // Marked's own grammar takes minutes for a hundred thousand of them.
    const [less, more] = [16_000, 64_000].map((length) => readByMarked(part.repeat(length / part.length)));
    expect(more! / less!).toBeLessThan(4.4);
  });

  it('reads an address with more than 1,024 characters before its @ as text', () => {
    expect(htmlOf(`${'a'.repeat(1_024)}@b.example`)).toContain('<a href="mailto:');
    expect(htmlOf(`${'a_'.repeat(600)}@b.example`)).not.toContain(`${'a_'.repeat(600)}@b.example"`);
  });

  it('ends the title of a definition at a blank line', () => {
    expect(htmlOf('[a]: /b\n"c\n\nd"\n\n[a]')).toBe('<p>&quot;c</p>\n<p>d&quot;</p>\n<p><a href="/b">a</a></p>\n');
    expect(htmlOf('[a]: /b "c\nd"\n\n[a]')).toBe('<p><a href="/b" title="c\nd">a</a></p>\n');
  });
});
