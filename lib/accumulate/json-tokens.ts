/** What a scanner reports: whole tokens, and the growth of a string that is still open. */
export interface JsonTokenSink {
  /** One of `{ } [ ] : ,`. */
  punctuation(char: string): void;
  /** A whole string, number, `true`, `false` or `null`. */
  scalar(value: unknown, isString: boolean): void;
  /** Whether what has been read can no longer become JSON. */
  readonly error: string | undefined;
  fail(reason: string): void;
}

const numberSoFar = /^-*\d*(?:\.\d*)?(?:[eE][-+]?\d*)?$/;
const validNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const literals = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const couldBecomeValue = (word: string) =>
  numberSoFar.test(word) || [...literals.keys()].some((literal) => literal.startsWith(word));
const isSpace = (char: string) => char === ' ' || char === '\n' || char === '\t' || char === '\r';
const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff;

/**
 * Cuts fragments of JSON into tokens, each character looked at once. A token that is still open stays here: numbers until
 * the character after them, words until they are whole.
 */
export class JsonScanner {
  /** Text of the open string, decoded; only whole characters. */
  text = '';
  /** Whether a string is open. */
  inString = false;
  /** A high surrogate that waits for its other half. */
  #half = '';
  /** An escape sequence that is not whole. */
  #escape = '';
  /** What is wrong with the open string; told at its closing quote. */
  #flaw: string | undefined;
  /** The open number or word, and whether white space has followed it. */
  #word = '';
  #wordEnded = false;
  readonly #sink: JsonTokenSink;

  constructor(sink: JsonTokenSink) {
    this.#sink = sink;
  }

  /** Whether a token is open. */
  get open(): boolean {
    return this.inString || this.#word !== '';
  }

  feed(fragment: string): void {
    let at = 0;
    while (at < fragment.length && this.#sink.error === undefined) {
      at = this.inString ? this.#readString(fragment, at) : this.#readOther(fragment, at);
    }
  }

  #readOther(fragment: string, at: number): number {
    const char = fragment.charAt(at);
    if (isSpace(char)) {
      if (this.#word) this.#endNumber(() => (this.#wordEnded = true));
      return at + 1;
    }
    if (this.#word) {
      if (!this.#wordEnded && couldBecomeValue(this.#word + char)) {
        this.#addToWord(char);
        return at + 1;
      }
      this.#endNumber(() => this.#sink.fail(`unexpected ${char} after ${this.#word}`));
      return at;
    }
    if (char === '"') this.inString = true;
    else if ('{}[]:,'.includes(char)) this.#sink.punctuation(char);
    else if (/[-.\dtfn]/.test(char)) this.#addToWord(char);
    else this.#sink.fail(`unexpected character ${JSON.stringify(char)}`);
    return at + 1;
  }

  #addToWord(char: string): void {
    this.#word += char;
    if (!literals.has(this.#word)) return;
    this.#sink.scalar(literals.get(this.#word), false);
    this.#word = '';
  }

  /** Hands over the open number if it is one; `otherwise` decides about half words. */
  #endNumber(otherwise: () => void): void {
    if (!validNumber.test(this.#word)) {
      otherwise();
      return;
    }
    const value = Number(this.#word);
    this.#word = '';
    this.#wordEnded = false;
    this.#sink.scalar(value, false);
  }

  #readString(fragment: string, start: number): number {
    if (this.#escape) return this.#readEscape(fragment, start);
    let at = start;
    let code = 0;
    for (; at < fragment.length; at++) {
      code = fragment.charCodeAt(at);
      if (code === 0x22 || code === 0x5c) break;
      if (code < 0x20) this.#flaw ??= 'a control character in a string';
    }
    if (at > start) this.#append(fragment.slice(start, at));
    if (at === fragment.length) return at;
    if (code === 0x5c) this.#escape = '\\';
    else this.#endString();
    return at + 1;
  }

  #readEscape(fragment: string, at: number): number {
    this.#escape += fragment.charAt(at);
    const kind = this.#escape.charAt(1);
    if (kind === 'u') {
      if (/[^\da-fA-F]/.test(this.#escape.slice(2))) this.#badEscape();
      else if (this.#escape.length === 6)
        this.#endEscape(String.fromCharCode(Number.parseInt(this.#escape.slice(2), 16)));
      // A quote inside a cut escape still closes the string.
      return this.#escape === '' && fragment.charAt(at) === '"' && this.#flaw !== undefined ? at : at + 1;
    }
    const char = escapes[kind];
    if (char === undefined) this.#badEscape();
    else this.#endEscape(char);
    return at + 1;
  }

  #badEscape(): void {
    this.#flaw ??= `${this.#escape} is no escape`;
    this.#escape = '';
  }

  #endEscape(char: string): void {
    this.#escape = '';
    this.#append(char);
  }

  /** Adds to the open string; a surrogate without its other half waits, so that no reader sees half a character. */
  #append(piece: string): void {
    if (this.#flaw !== undefined) return;
    const whole = this.#half + piece;
    const cut = isHighSurrogate(whole.charCodeAt(whole.length - 1)) ? whole.length - 1 : whole.length;
    this.#half = whole.slice(cut);
    this.text += cut === whole.length ? whole : whole.slice(0, cut);
  }

  #endString(): void {
    const value = this.text + this.#half;
    this.text = '';
    this.#half = '';
    this.inString = false;
    if (this.#flaw === undefined) this.#sink.scalar(value, true);
    else this.#sink.fail(this.#flaw);
  }
}
