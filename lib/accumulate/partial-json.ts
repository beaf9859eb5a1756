import { JsonScanner, type JsonTokenSink } from './json-tokens.ts';

type Container = unknown[] | Record<string, unknown>;

/** A container that is not closed yet. */
interface Frame {
  /** Grows in place; nobody outside sees it before it is closed. */
  readonly live: Container;
  /** Key of the value that comes next; objects only. */
  key: string | undefined;
  /** The latest reading, while it is up to date. */
  copy: Container | undefined;
  /** The cost of a copy. */
  cost: number;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end' | 'nothing';

/** The cost of a copy: an entry of an array is the unit; an object's entry and a container take about four times as long. */
const entryOfArray = 1;
const entryOfObject = 4;
const container = 4;
/** The cost of a copy that every reading may make. */
const costAlways = 256;
/** The cost of a copy for each character since the last one. */
const costPerCharacter = 8;

/**
 * Parses JSON that arrives in fragments. Feeding takes time linear in the fragment. A value never changes once read, and
 * unchanged parts are the same objects in the next value. So a reading copies the open containers.
 * While they are small, at most about 60 properties or 250 array entries, `value` is exact. A larger value may lag, so
 * that all readings together take time linear in the text: it does not change until the text has grown by one
 * character per two properties or eight array entries to copy. It is exact again when the JSON is complete. `exactValue` never lags.
 *
 * Numbers, literals and keys count when they are certain. Strings grow as they arrive, or with `closedStrings` count
 * when they are closed. Text that cannot be JSON sets `error`; the value keeps everything before it.
 */
export class PartialJson implements JsonTokenSink {
  /** The reason why the text is invalid; `undefined` while it may be valid. */
  error: string | undefined;
  readonly #closedStrings: boolean;
  readonly #scanner = new JsonScanner(this);
  readonly #frames: Frame[] = [];
  #root: unknown;
  #expected: Expected = 'value';
  /** A colon or comma in a wrong place, which is valid while nothing follows. */
  #misplaced: string | undefined;
  #read: unknown;
  /** Whether `#read` is out of date. */
  #dirty = false;
  /** The cost of a copy of all open containers. */
  #cost = 0;
  /** Characters since the last copy. */
  #unread = 0;

  constructor({ closedStrings = false }: { readonly closedStrings?: boolean } = {}) {
    this.#closedStrings = closedStrings;
  }

  /** Whether the text so far is one complete JSON value. */
  get complete(): boolean {
    return this.#expected === 'nothing' && this.error === undefined && !this.#misplaced && !this.#scanner.open;
  }

  /** Takes the next fragment. */
  feed(fragment: string): void {
    if (fragment === '' || this.error !== undefined) return;
    this.#unread += fragment.length;
    const grown = this.#scanner.inString;
    this.#scanner.feed(fragment);
    if (grown || this.#scanner.inString) this.#dirty = true;
  }

  /** The certain part of the value, or a little less of a large one; `undefined` before its first token. */
  get value(): unknown {
    return this.#cost <= Math.max(costAlways, this.#unread * costPerCharacter) ? this.exactValue : this.#read;
  }

  /** The certain part of the value, at the cost of a copy of all open containers. For the end of a text. */
  get exactValue(): unknown {
    if (this.#dirty) {
      this.#dirty = false;
      this.#unread = 0;
      this.#read = this.#snapshot();
    }
    return this.#read;
  }

  punctuation(char: string): void {
    if (this.#misplaced) {
      this.fail(`unexpected ${this.#misplaced}`);
      return;
    }
    const frame = this.#frames.at(-1);
    const inArray = frame !== undefined && Array.isArray(frame.live);
    const expected = this.#expected;
    if (char === '{' || char === '[') {
      if (expected !== 'value' && expected !== 'value or ]') this.fail(`unexpected ${char}`);
      else this.#open(char === '{' ? {} : []);
    } else if (char === '}' || char === ']') {
      const fits = frame !== undefined && inArray === (char === ']');
      const allowed = expected === 'comma or end' || expected === (inArray ? 'value or ]' : 'key or }');
      if (fits && allowed) this.#close(frame);
      else this.fail(`unexpected ${char}`);
    } else if (char === ':' && expected === 'colon') this.#expected = 'value';
    else if (char === ',' && expected === 'comma or end') this.#expected = inArray ? 'value' : 'key';
    else if (char === ',' && (expected === 'colon' || expected === 'key' || (inArray && expected === 'value'))) {
      this.fail('unexpected ,');
    } else this.#misplaced = char;
  }

  scalar(value: unknown, isString: boolean): void {
    if (this.#misplaced) {
      this.fail(`unexpected ${this.#misplaced}`);
      return;
    }
    const frame = this.#frames.at(-1);
    const expected = this.#expected;
    if (expected === 'value' || expected === 'value or ]') {
      this.#add(value);
      this.#afterValue();
    } else if (isString && frame && (expected === 'key' || expected === 'key or }')) {
      frame.key = value as string; // a scalar that is a string
      this.#expected = 'colon';
    } else this.fail('a value in a wrong place');
  }

  fail(reason: string): void {
    this.error ??= reason;
  }

  #open(live: Container): void {
    this.#frames.push({ live, key: undefined, copy: undefined, cost: container });
    this.#cost += container;
    this.#expected = Array.isArray(live) ? 'value or ]' : 'key or }';
    this.#dirty = true;
  }

  #close(frame: Frame): void {
    this.#frames.pop();
    this.#cost -= frame.cost;
    const { copy } = frame;
    if (copy === undefined) this.#add(frame.live);
    else this.#settle(copy);
    this.#afterValue();
  }

  /** Adds a container that readers already have, so that nothing changes for them. */
  #settle(copy: Container): void {
    const parent = this.#frames.at(-1);
    if (parent) this.#put(parent, copy);
    else this.#root = copy;
  }

  #add(value: unknown): void {
    this.#dirty = true;
    const frame = this.#frames.at(-1);
    if (!frame) {
      this.#root = value;
      return;
    }
    frame.copy = undefined;
    this.#put(frame, value);
  }

  #put(frame: Frame, value: unknown): void {
    put(frame, frame.live, value);
    const cost = Array.isArray(frame.live) ? entryOfArray : entryOfObject;
    frame.cost += cost;
    this.#cost += cost;
  }

  #afterValue(): void {
    this.#expected = this.#frames.length > 0 ? 'comma or end' : 'nothing';
  }

  #snapshot(): unknown {
    const grows = this.#scanner.inString && !this.#closedStrings && this.#expected.startsWith('value');
    let child: unknown = grows ? this.#scanner.text : undefined;
    let changed = grows;
    let value = this.#frames.length === 0 && grows ? child : this.#root;
    for (let depth = this.#frames.length - 1; depth >= 0; depth--) {
      const frame = this.#frames[depth];
      if (!frame) break;
      if (changed || !frame.copy) {
        frame.copy = copyOf(frame.live);
        if (child !== undefined) put(frame, frame.copy, child);
        changed = true;
      }
      child = frame.copy;
      value = child;
    }
    return value;
  }
}

function copyOf(live: Container): Container {
  return Array.isArray(live) ? live.slice() : { ...live };
}

function put({ key }: Frame, container: Container, value: unknown): void {
  if (Array.isArray(container)) container.push(value);
  else if (key === '__proto__') {
    // Assigning would set the prototype.
    Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
  } else if (key !== undefined) container[key] = value;
}
