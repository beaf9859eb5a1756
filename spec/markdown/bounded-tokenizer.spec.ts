import { describe, expect, it } from '@jest/globals';
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

  it('ends the title of a definition at a blank line', () => {
    expect(htmlOf('[a]: /b\n"c\n\nd"\n\n[a]')).toBe('<p>&quot;c</p>\n<p>d&quot;</p>\n<p><a href="/b">a</a></p>\n');
    expect(htmlOf('[a]: /b "c\nd"\n\n[a]')).toBe('<p><a href="/b" title="c\nd">a</a></p>\n');
  });
});
