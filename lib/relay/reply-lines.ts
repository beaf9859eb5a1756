/** The text of an entry is closed when it exceeds this, in characters; a lone event may be larger. */
const entrySize = 64 * 1024;

/** The JSON of a reply's events, of which some may have to be appended again, by their numbers from 1 on. */
export class ReplyLines {
  readonly #lines: string[];
  /** The number of the last event that was dropped. */
  #dropped = 0;

  /** Starts with the events that the log has. */
  constructor(kept: readonly string[]) {
    this.#lines = [...kept];
  }

  /** The number of all events so far. */
  get count(): number {
    return this.#dropped + this.#lines.length;
  }

  push(line: string): void {
    this.#lines.push(line);
  }

  /** The text of the next entry after event `seq`, and the number of its last event; `undefined` after the last event. */
  after(seq: number): { readonly last: number; readonly value: string } | undefined {
    const first = seq - this.#dropped;
    let end = first;
    for (let size = 0; end < this.#lines.length && size < entrySize; end++) size += this.#lines[end]?.length ?? 0;
    if (end === first) return undefined;
    return { last: this.#dropped + end, value: this.#lines.slice(first, end).join('\n') };
  }

  /** Drops the events up to `seq`. */
  drop(seq: number): void {
    this.#lines.splice(0, seq - this.#dropped);
    this.#dropped = seq;
  }
}
