import { Renderer, type Tokens } from 'marked';
import { safeUrl } from './safe-url.ts';

/** HTML without anything that a model could use: HTML of the source becomes text, and URLs pass `safeUrl`. */
export class HtmlRenderer extends Renderer {
  override html({ text, block }: Tokens.HTML | Tokens.Tag): string {
    return block ? `<p>${escapeAll(text.trim())}</p>\n` : escapeAll(text);
  }

  /** Marked does not escape text after a `<pre>` or `<code>` of the source, because it renders the tag. */
  override text(token: Tokens.Text | Tokens.Escape): string {
    if ('tokens' in token) return this.parser.parseInline(token.tokens);
    return escapeText(token.text);
  }

  override link(token: Tokens.Link): string {
    const href = safeUrl(token.href);
    return href === undefined ? this.parser.parseInline(token.tokens) : super.link({ ...token, href });
  }

  override image(token: Tokens.Image): string {
    const href = safeUrl(token.href);
    return href === undefined ? escapeText(token.text) : super.image({ ...token, href });
  }

  /** Characters, because sanitizers remove inputs. */
  override checkbox({ checked }: Tokens.Checkbox): string {
    return checked ? '☑ ' : '☐ ';
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text in which `&amp;` means `&amp;`. */
function escapeAll(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** For text of Markdown, in which `&amp;` means `&`. */
function escapeText(text: string): string {
  return text.replace(/[<>"']|&(?!(?:#\d{1,7}|#x[a-f\d]{1,6}|\w+);)/gi, (character) => entities[character] ?? '');
}
