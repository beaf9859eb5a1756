import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BlockLexer } from '../../lib/markdown/block-lexer.ts';
import { anyDocument } from './documents.ts';

function htmlOf(text: string): string {
  const lexer = new BlockLexer();
  return lexer.html(lexer.addInline(lexer.read(text)));
}

/** The tags, with their attributes, that appear in HTML. */
const tagsOf = (html: string) => html.match(/<[^>]*>/g) ?? [];

const allowedTag =
  /^<(?:\/?(?:p|h[1-6]|ul|li|blockquote|pre|table|thead|tbody|tr|strong|em|del|code)|\/(?:a|ol|td|th)|ol(?: start="\d+")?|t[dh](?: align="(?:left|right|center)")?|hr|br|code class="language-[^"<>]*"|a href="(?:https?:|mailto:|[^":&\\]*(?:[/?#]|"))[^"<>]*"?(?: title="[^"<>]*")?|img src="(?:https?:|[^":&\\]*(?:[/?#]|"))[^"<>]*"?(?: alt="[^"<>]*")?(?: title="[^"<>]*")?)>$/i;

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a <img src=x onerror=alert(1)> b',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<img srcset="x 1x, javascript:alert(1) 2x">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<pre><img src=x onerror=alert(1) //',
  '<code> <img src=x onerror=alert(1)</code',
  'a <pre> <img src=x onerror=alert(1) b',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<div\nonclick=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](java&Tab;script:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](&#x6a&#x61vascript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '[x]\n\n[x]: javascript:alert(1)',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  '<javascript:alert(1)>',
  '<data:text/html,x>',
  '[x](https://a.b "\\" onmouseover=alert(1) x=\\"")',
  '[x](https://a.b \'" onmouseover="alert(1)\')',
  '[x](https://a.b/"onmouseover="alert(1))',
  '![" onerror="alert(1)](https://a.b/c.png)',
  '![x](https://a.b/c.png "\\" onerror=\\"alert(1)")',
  '![<img src=x onerror=alert(1)>](https://a.b/c.png)',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '```js" onclick="alert(1)\n```',
  '`<img src=x onerror=alert(1)>`',
  '| <img src=x onerror=alert(1)> |\n| --- |\n| <script>x</script> |',
  '# <img src=x onerror=alert(1)>',
  '- [ ] <img src=x onerror=alert(1)>',
  '[<img src=x onerror=alert(1)>](https://a.b)',
  'https://a.b/"onclick="x',
  'www.a.b"onclick="x',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
];

describe('HtmlRenderer', () => {
  it.each(attacks)('makes only its own tags of %j, at any length', (attack) => {
    for (let length = 1; length <= attack.length; length++) {
      expect(tagsOf(htmlOf(attack.slice(0, length))).filter((tag) => !allowedTag.test(tag))).toEqual([]);
    }
  });

  it.each(attacks.filter((attack) => /script:|data:/i.test(attack)))('makes no link and no image of %j', (attack) => {
    expect(htmlOf(attack)).not.toMatch(/<(?:a|img)\b/);
  });

  it('makes only its own tags of any document', () => {
    fc.assert(
      fc.property(anyDocument, fc.constantFrom(...attacks), (document, attack) => {
        expect(tagsOf(htmlOf(document + attack)).filter((tag) => !allowedTag.test(tag))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('shows HTML of the text as text', () => {
    expect(htmlOf('<div>&amp; "x"</div>')).toBe('<p>&lt;div&gt;&amp;amp; &quot;x&quot;&lt;/div&gt;</p>\n');
    expect(htmlOf('a <b>c</b>')).toBe('<p>a &lt;b&gt;c&lt;/b&gt;</p>\n');
  });

  it('shows the text of a link and the alternative of an image whose URL it refuses', () => {
    expect(htmlOf('[a *b*](javascript:x) ![c "d"](data:x)')).toBe('<p>a <em>b</em> c &quot;d&quot;</p>\n');
  });

  it('renders links, images, tasks and entities', () => {
    expect(htmlOf('[a](https://b.c/?d=1&e=2 "t") ![f](/g.png) &copy; &')).toBe(
      '<p><a href="https://b.c/?d=1&amp;e=2" title="t">a</a> <img src="/g.png" alt="f"> &copy; &amp;</p>\n',
    );
    expect(htmlOf('- [ ] a\n- [x] b')).toBe('<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>\n');
  });
});
