import { JsonScanner, type JsonTokenSink } from './json-tokens.ts';
import { PartialJson } from './partial-json.ts';

/**
 * Reads JSON that comes in fragments for the elements of one array in it: the root, or a property of the root object (the
 * first that is an array when no key is given). Each element is read once, when it is whole.
 */
export class JsonElements implements JsonTokenSink {
  readonly #key: string | undefined;
  readonly #scanner = new JsonScanner(this);
  /** Everything but the elements, which are `null` here. */
  readonly #outside = new PartialJson();
  /** The element that is being read. */
  #element: PartialJson | undefined;
  /** How many containers are open outside of it. */
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

  /** Why this can be no JSON; `undefined` as long as it can. */
  get error(): string | undefined {
    return this.#outside.error ?? this.#element?.error;
  }

  /** Whether the text so far is one whole JSON value with such an array in it. */
  get complete(): boolean {
    return this.#closed && this.#outside.complete && !this.#scanner.open;
  }

  /** Takes the next fragment and gives the elements that it completes. */
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
