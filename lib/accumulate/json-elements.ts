import { JsonScanner, type JsonTokenSink } from './json-tokens.ts';
import { PartialJson } from './partial-json.ts';

/**
 * Reads the elements of one array from JSON in fragments: the root, or a property of the root object (without a key, the
 * first array). It reads each element once, when it is complete.
 */
export class JsonElements implements JsonTokenSink {
  readonly #key: string | undefined;
  readonly #scanner = new JsonScanner(this);
  /** The JSON with `null` instead of the elements. */
  readonly #outside = new PartialJson();
  /** The current element. */
  #element: PartialJson | undefined;
  /** The number of open containers outside of it. */
  #depth = 0;
  /** Depth of the elements; 0 while the array is not open. */
  #elementDepth = 0;
  #closed = false;
  #keyIsNext = false;
  #lastKey: unknown;
  #whole: unknown[] = [];

  constructor(key?: string) {
    this.#key = key;
  }

  /** The reason why the text is invalid; `undefined` while it may be valid. */
  get error(): string | undefined {
    return this.#outside.error ?? this.#element?.error;
  }

  /** Whether the text so far is one complete JSON value that contains the array. */
  get complete(): boolean {
    return this.#closed && this.#outside.complete && !this.#scanner.open;
  }

  /** Takes the next fragment and returns the elements that it completes. */
  feed(fragment: string): readonly unknown[] {
    this.#whole = [];
    if (this.error === undefined) this.#scanner.feed(fragment);
    return this.#whole;
  }

  punctuation(char: string): void {
    const opens = char === '{' || char === '[';
    if (opens && this.#amongElements) this.#element ??= new PartialJson({ closedStrings: true });
    if (this.#element) {
      this.#element.punctuation(char);
      this.#endElement();
      return;
    }
    this.#outside.punctuation(char);
    if (opens) {
      if (char === '[' && this.#isWanted) this.#elementDepth = this.#depth + 1;
      this.#depth++;
    } else if (char === '}' || char === ']') {
      if (this.#amongElements) {
        this.#elementDepth = 0;
        this.#closed = true;
      }
      this.#depth--;
    }
    if (char === '{' || char === ',') this.#keyIsNext = true;
  }

  scalar(value: unknown, isString: boolean): void {
    if (this.#element) {
      this.#element.scalar(value, isString);
      this.#endElement();
    } else if (this.#amongElements) this.#add(value);
    else {
      this.#outside.scalar(value, isString);
      if (this.#keyIsNext && this.#depth === 1) this.#lastKey = value;
      this.#keyIsNext = false;
    }
  }

  fail(reason: string): void {
    (this.#element ?? this.#outside).fail(reason);
  }

  get #amongElements(): boolean {
    return this.#elementDepth > 0 && this.#depth === this.#elementDepth;
  }

  get #isWanted(): boolean {
    if (this.#closed || this.#elementDepth > 0) return false;
    if (this.#depth === 0) return this.#key === undefined;
    return this.#depth === 1 && (this.#key ?? this.#lastKey) === this.#lastKey && this.#lastKey !== undefined;
  }

  #endElement(): void {
    const element = this.#element;
    if (!element?.complete) return;
    this.#element = undefined;
    this.#add(element.value);
  }

  #add(element: unknown): void {
    this.#outside.scalar(null, false);
    if (this.#outside.error === undefined) this.#whole.push(element);
  }
}
