/** Entries per chunk; a chunk that entries are inserted into holds up to twice as many. */
const chunkSize = 256;

type Chunks<T> = readonly (readonly T[])[];

/**
 * An immutable list. A change copies one chunk instead of the entire list, so that a message of many blocks takes time
 * linear in its length. A list of one chunk is its own array.
 */
export class ChunkedList<T> {
  readonly length: number;
  readonly #chunks: Chunks<T>;
  /** The place of the first entry of each chunk, once an insertion has made their lengths differ. */
  readonly #starts: readonly number[] | undefined;
  #array: readonly T[] | undefined;

  private constructor(chunks: Chunks<T>, length: number, starts?: readonly number[]) {
    this.#chunks = chunks;
    this.length = length;
    this.#starts = starts;
  }

  static from<T>(entries: readonly T[]): ChunkedList<T> {
    const chunks: (readonly T[])[] = [];
    for (let at = 0; at < entries.length; at += chunkSize) chunks.push(entries.slice(at, at + chunkSize));
    return new ChunkedList(chunks, entries.length);
  }

  /** Whether `toArray` costs nothing. */
  get isShort(): boolean {
    return this.#chunks.length <= 1;
  }

  get(place: number): T | undefined {
    const at = this.#chunkOf(place);
    return this.#chunks[at]?.[place - this.#startOf(at)];
  }

  set(place: number, entry: T): ChunkedList<T> {
    const at = this.#chunkOf(place);
    return new ChunkedList(this.#withEntry(at, place, 1, entry), this.length, this.#starts);
  }

  push(entry: T): ChunkedList<T> {
    const { length } = this;
    const isFull = (this.#chunks.at(-1)?.length ?? chunkSize) >= chunkSize;
    const starts = isFull && this.#starts ? [...this.#starts, length] : this.#starts;
    const chunks = isFull ? [...this.#chunks, [entry]] : this.#withEntry(this.#chunks.length - 1, length, 0, entry);
    return new ChunkedList(chunks, length + 1, starts);
  }

  /** The list with `entry` before the entry at `place`. */
  insert(place: number, entry: T): ChunkedList<T> {
    if (place === this.length) return this.push(entry);
    const at = this.#chunkOf(place);
    const chunks = this.#withEntry(at, place, 0, entry).flatMap((chunk, i) =>
      i === at && chunk.length > 2 * chunkSize ? [chunk.slice(0, chunkSize), chunk.slice(chunkSize)] : [chunk],
    );
    let length = 0;
    const starts = chunks.map((chunk) => (length += chunk.length) - chunk.length);
    return new ChunkedList(chunks, length, starts);
  }

  /** The entries as one array, created once. Callers must not change it. */
  toArray(): readonly T[] {
    return (this.#array ??= this.isShort ? (this.#chunks[0] ?? []) : this.#chunks.flat());
  }

  #chunkOf(place: number): number {
    if (!this.#starts) return Math.floor(place / chunkSize);
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #startOf(at: number): number {
    return this.#starts ? (this.#starts[at] ?? 0) : at * chunkSize;
  }

  /** The chunks with `entry` at a place of chunk `at`, where it replaces as many entries as `replaced`. */
  #withEntry(at: number, place: number, replaced: 0 | 1, entry: T): Chunks<T> {
    const chunk = this.#chunks[at]?.slice() ?? [];
    chunk.splice(place - this.#startOf(at), replaced, entry);
    const chunks = [...this.#chunks];
    chunks[at] = chunk;
    return chunks;
  }
}
