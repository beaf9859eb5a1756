import { isHighSurrogate } from './is-high-surrogate.ts';

/** The callbacks of a scanner: for complete tokens, and for the growth of an open string. */
export interface JsonTokenSink {
  /** One of `{ } [ ] : ,`. */
  punctuation(char: string): void;
  /** A complete string, number, `true`, `false` or `null`. */
  scalar(value: unknown, isString: boolean): void;
  /** Whether the text so far can no longer become JSON. */
  readonly error: string | undefined;
  fail(reason: string): void;
}

const validNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
interface Literal {
  readonly word: string;
  readonly value: unknown;
}

/** By their first characters. */
const literals: Readonly<Record<string, Literal>> = {
  t: { word: 'true', value: true },
  f: { word: 'false', value: false },
  n: { word: 'null', value: null },
};
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

const isSpace = (char: string) => char === ' ' || char === '\n' || char === '\t' || char === '\r';
/** The most characters of a word that an error quotes. */
const shownAtMost = 20;

type NumberPart = 'sign' | 'integer' | 'fraction' | 'e' | 'exponent';

/** The part of a number that `char` continues or begins after `part`; the end decides whether all parts are a number. */
function nextPart(part: NumberPart, char: string): NumberPart | undefined {
  if (char >= '0' && char <= '9') {
    if (part === 'sign') return 'integer';
    return part === 'e' ? 'exponent' : part;
  }
  if (char === '-' && part === 'sign') return part;
  if (char === '-' || char === '+') return part === 'e' ? 'exponent' : undefined;
  if (char === '.') return part === 'sign' || part === 'integer' ? 'fraction' : undefined;
  if (char === 'e' || char === 'E') return part === 'e' || part === 'exponent' ? undefined : 'e';
  return undefined;
}

/**
 * Splits fragments of JSON into tokens. Reads each character once, for any length of tokens and fragments. An open token stays here: a number until the character after it, a literal or a string until its last one.
 */
export class JsonScanner {
  /** Decoded text of the open string; only complete characters. */
  text = '';
  /** Whether a string is open. */
  inString = false;
  /** A high surrogate that waits for its other half. */
  #half = '';
  /** An incomplete escape sequence. */
  #escape = '';
  /** The error in the open string; reported at its closing quote. */
  #flaw: string | undefined;
  /** The open number or literal; it only grows, because reading it costs its length. */
  #word = '';
  #literal: Literal | undefined;
  #part: NumberPart = 'sign';
  /** Whether the open word has ended without being a value; an error at the next character. */
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
    if (this.#word && !this.#wordEnded)
      return this.#literal ? this.#readLiteral(this.#literal, fragment, at) : this.#readNumber(fragment, at);
    const char = fragment.charAt(at);
    if (isSpace(char)) return at + 1;
    if (this.#word) {
      this.#sink.fail(`unexpected ${char} after ${this.#word.slice(-shownAtMost)}`);
      return at;
    }
    this.#literal = literals[char];
    if (this.#literal) return this.#readLiteral(this.#literal, fragment, at);
    if ('-.0123456789'.includes(char)) {
      this.#part = 'sign';
      return this.#readNumber(fragment, at);
    }
    if (char === '"') this.inString = true;
    else if ('{}[]:,'.includes(char)) this.#sink.punctuation(char);
    else this.#sink.fail(`unexpected character ${JSON.stringify(char)}`);
    return at + 1;
  }

  #readNumber(fragment: string, start: number): number {
    let at = start;
    let part: NumberPart | undefined = this.#part;
    for (; at < fragment.length; at++) {
      part = nextPart(part, fragment.charAt(at));
      if (part === undefined) break;
      this.#part = part;
    }
    this.#word += fragment.slice(start, at);
    if (part === undefined) {
      if (validNumber.test(this.#word)) this.#endWord(Number(this.#word));
      else this.#wordEnded = true;
    }
    return at;
  }

  #readLiteral({ word, value }: Literal, fragment: string, start: number): number {
    let at = start;
    for (; at < fragment.length; at++) {
      if (fragment.charAt(at) !== word.charAt(this.#word.length)) {
        this.#wordEnded = true;
        return at;
      }
      this.#word += fragment.charAt(at);
      if (this.#word !== word) continue;
      this.#endWord(value);
      return at + 1;
    }
    return at;
  }

  #endWord(value: unknown): void {
    this.#word = '';
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
      // A quote inside an incomplete escape still closes the string.
      return this.#escape === '' && fragment.charAt(at) === '"' && this.#flaw !== undefined ? at : at + 1;
    }
    const char = escapes[kind];
    if (char === undefined) this.#badEscape();
    else this.#endEscape(char);
    return at + 1;
  }

  #badEscape(): void {
    this.#flaw ??= `${this.#escape} is not an escape`;
    this.#escape = '';
  }

  #endEscape(char: string): void {
    this.#escape = '';
    this.#append(char);
  }

  /** Appends to the open string; a surrogate without its other half waits, so that no reader sees half a character. */
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
