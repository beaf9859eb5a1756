import { afterEach, describe, expect, it } from '@jest/globals';
import { marked } from 'marked';
import { BlockLexer } from '../../lib/markdown/block-lexer.ts';

const htmlOf = (lexer: BlockLexer, text: string) => lexer.html(lexer.addInline(lexer.read(text)));

afterEach(() => void marked.setOptions(marked.getDefaults()));

describe('BlockLexer', () => {
  it('forgets the definitions of a text unless they are kept', () => {
    const lexer = new BlockLexer();
    lexer.read('[a]: /b');
    expect(htmlOf(lexer, '[a]')).toBe('<p>[a]</p>\n');
    lexer.read('[a]: /b');
    lexer.keepDefinitions();
    expect(htmlOf(lexer, '[a]')).toBe('<p><a href="/b">a</a></p>\n');
    expect(lexer.definitions).toBe(1);
  });

  it('keeps the first definition of a label', () => {
    const lexer = new BlockLexer();
    for (const text of ['[a]: /first', '[a]: /second']) {
      lexer.read(text);
      lexer.keepDefinitions();
    }
    expect(htmlOf(lexer, '[A]')).toBe('<p><a href="/first">A</a></p>\n');
  });

  it('reads each block as if no other had left a tag open', () => {
    const html = htmlOf(new BlockLexer(), 'a <a href="b">\n\nhttp://c.d');
    expect(html).toContain('<a href="http://c.d">');
  });

  it('does not use the options that a page sets for marked', () => {
    marked.setOptions({ breaks: true, gfm: false });
    expect(htmlOf(new BlockLexer(), '~~a~~\nb')).toBe('<p><del>a</del>\nb</p>\n');
  });
});
