import { getDefaults, Lexer, type Links, type MarkedOptions, Parser, type Token } from 'marked';
import { BoundedTokenizer } from './bounded-tokenizer.ts';
import { HtmlRenderer } from './html-renderer.ts';
import { inlineWindows } from './inline-windows.ts';

/** `marked` with its own options, which `marked.use()` of a page does not change, and with the definitions so far. */
export class BlockLexer {
  readonly #tokenizer = new BoundedTokenizer();
  readonly #options: MarkedOptions = { ...getDefaults(), tokenizer: this.#tokenizer, renderer: new HtmlRenderer() };
  readonly #parser = new Parser(this.#options);
  readonly #links: Links = {};
  /** How many definitions are kept. */
  definitions = 0;

  /** Reads the blocks of a text, without their inline tokens. Its definitions count until the next text, unless kept. */
  read(text: string): Lexer {
    for (const label of this.#tokenizer.defined.splice(0)) Reflect.deleteProperty(this.#links, label);
    const lexer = new Lexer(this.#options);
    lexer.tokens.links = this.#links;
    lexer.blockTokens(text, lexer.tokens);
    return lexer;
  }

  keepDefinitions(): void {
    this.definitions += this.#tokenizer.defined.splice(0).length;
  }

  /** Adds the inline tokens, like `Lexer.lex`, except that an open tag does not change how later blocks are read. */
  addInline(lexer: Lexer): readonly Token[] {
    // The queue grows while it is read.
    for (let i = 0, run; (run = lexer.inlineQueue[i]) !== undefined; i++) {
      lexer.state.inLink = false;
      lexer.state.inRawBlock = false;
      for (const part of inlineWindows(run.src)) lexer.inlineTokens(part, run.tokens);
    }
    return lexer.tokens;
  }

  html(tokens: readonly Token[]): string {
    return this.#parser.parse([...tokens]);
  }
}
