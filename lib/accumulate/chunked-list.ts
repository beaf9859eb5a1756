/** Entries per chunk: the most that one change copies. */
const chunkSize = 256;

/**
 * An immutable list. A change copies one chunk instead of the entire list, so that a message of many blocks takes time
 * linear in its length. A list of one chunk is its own array.
 */
export class ChunkedList<T> {
  readonly length: number;
  readonly #chunks: readonly (readonly T[])[];
  #array: readonly T[] | undefined;

  private constructor(chunks: readonly (readonly T[])[], length: number) {
    this.#chunks = chunks;
    this.length = length;
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
    return this.#chunks[Math.floor(place / chunkSize)]?.[place % chunkSize];
  }

  set(place: number, entry: T): ChunkedList<T> {
    return this.#with(place, entry, this.length);
  }

  push(entry: T): ChunkedList<T> {
    return this.#with(this.length, entry, this.length + 1);
  }

  /** The entries as one array, created once. Callers must not change it. */
  toArray(): readonly T[] {
    return (this.#array ??= this.isShort ? (this.#chunks[0] ?? []) : this.#chunks.flat());
  }

  #with(place: number, entry: T, length: number): ChunkedList<T> {
    const at = Math.floor(place / chunkSize);
    const chunk = this.#chunks[at]?.slice() ?? [];
    chunk[place % chunkSize] = entry;
    const chunks = [...this.#chunks];
    chunks[at] = chunk;
    return new ChunkedList(chunks, length);
  }
}
