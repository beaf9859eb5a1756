import { describe, expect, it } from '@jest/globals';
import { marked } from 'marked';
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
    ['text before an address', `${'x-'.repeat(700)}https://a.example/b_c`],
  ])('reads %s like marked', (_, text) => {
    expect(htmlOf(text)).toBe(marked.parse(text, { async: false }));
  });

  it('reads 100,000 intraword underscores in linear time', () => {
    const started = process.cpuUsage();
    expect(htmlOf('_a'.repeat(100_000))).toBe(`<p>${'_a'.repeat(100_000)}</p>\n`);
    // With the grammar of marked alone, it takes more than two minutes.
    expect(process.cpuUsage(started).user).toBeLessThan(20_000_000);
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
