import { type Links, Tokenizer, type Tokens } from 'marked';

/** Deeper lists, quotes, emphasis and links are text: each level costs a pass over its content, and stack. */
const deepest = 32;

/** Beyond this number of characters before its `@`, a mail address is text. */
const longestName = 1_024;
const startsURL = new RegExp(`^(?:[a-z]+:|www\\.|[\\w.+-]{1,${longestName}}@)`, 'i');
const nextMark = /^(?:`+|~+|[^`~])[^]*?[\\<![`*~_]/;

/** The grammar of `marked`, bounded in depth, in what a definition can reach and in the length of mail addresses. */
export class BoundedTokenizer extends Tokenizer {
  /** The labels that this text defined first. */
  readonly defined: string[] = [];
  #depth = 0;

  override blockquote(src: string): Tokens.Blockquote | undefined {
    return this.#nested(() => super.blockquote(src));
  }

  override list(src: string): Tokens.List | undefined {
    return this.#nested(() => super.list(src));
  }

  override emStrong(src: string, maskedSrc: string, prevChar?: string): Tokens.Em | Tokens.Strong | undefined {
    return this.#nested(() => super.emStrong(src, maskedSrc, prevChar));
  }

  override del(src: string, maskedSrc: string, prevChar?: string): Tokens.Del | undefined {
    return this.#nested(() => super.del(src, maskedSrc, prevChar));
  }

  override link(src: string): Tokens.Link | Tokens.Image | undefined {
    return this.#nested(() => super.link(src));
  }

  override reflink(src: string, links: Links): Tokens.Link | Tokens.Image | Tokens.Text | undefined {
    return this.#nested(() => super.reflink(src, links));
  }

  /** Like in CommonMark, a title contains no blank line; `marked` would find its end any number of blocks later. */
  override def(src: string): Tokens.Def | undefined {
    let token = super.def(src);
    const blank = token?.raw.search(/\n[ \t]*\n/) ?? -1;
    if (blank >= 0) token = super.def(src.slice(0, blank));
    if (token && !Object.hasOwn(this.lexer.tokens.links, token.tag)) this.defined.push(token.tag);
    return token;
  }

  /** `marked` would look for the `@` of a mail address in all of the text, at each character. */
  override url(src: string): Tokens.Link | undefined {
    return startsURL.test(src) ? super.url(src) : undefined;
  }

  /** Text ends before the next mark; `marked` would look for an `@` far beyond it. */
  override inlineText(src: string): Tokens.Text | undefined {
    const length = nextMark.exec(src.slice(0, 4 * longestName))?.[0].length;
    return super.inlineText(length === undefined ? src : src.slice(0, length + longestName));
  }

  #nested<T>(read: () => T): T | undefined {
    if (this.#depth >= deepest) return undefined;
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }
}
