/** Entries per chunk: the most that one change copies. */
const chunkSize = 256;

type Chunks<T> = readonly (readonly T[])[];

/**
 * An immutable list. A change copies one chunk instead of the entire list, so that a message of many blocks takes time
 * linear in its length. A list of one chunk is its own array.
 */
export class ChunkedList<T> {
  readonly length: number;
  /** The entries in order. A change replaces only the chunks that it affects. */
  readonly chunks: Chunks<T>;
  #array: readonly T[] | undefined;

  private constructor(chunks: Chunks<T>, length: number) {
    this.chunks = chunks;
    this.length = length;
  }

  static from<T>(entries: readonly T[]): ChunkedList<T> {
    const chunks: (readonly T[])[] = [];
    for (let at = 0; at < entries.length; at += chunkSize) chunks.push(entries.slice(at, at + chunkSize));
    return new ChunkedList(chunks, entries.length);
  }

  /** Whether `toArray` costs nothing. */
  get isShort(): boolean {
    return this.chunks.length <= 1;
  }

  get(place: number): T | undefined {
    if (this.isShort) return this.chunks[0]?.[place];
    const { at, start } = this.#find(place);
    return this.chunks[at]?.[place - start];
  }

  set(place: number, entry: T): ChunkedList<T> {
    return this.#with(place, 1, entry);
  }

  push(entry: T): ChunkedList<T> {
    return this.insert(this.length, entry);
  }

  /** The list with `entry` before the entry at `place`. */
  insert(place: number, entry: T): ChunkedList<T> {
    return this.#with(place, 0, entry);
  }

  /** The entries as one array, created once. Callers must not change it. */
  toArray(): readonly T[] {
    return (this.#array ??= this.isShort ? (this.chunks[0] ?? []) : this.chunks.flat());
  }

  /** The chunk of a place, and its first place. Begins at the end, where nearly all changes are. */
  #find(place: number): { at: number; start: number } {
    let at = this.chunks.length;
    let start = this.length;
    do start -= this.chunks[--at]?.length ?? 0;
    while (at > 0 && start > place);
    return { at, start };
  }

  /** The list with `entry` at a place, where it replaces as many entries as `replaced`. */
  #with(place: number, replaced: 0 | 1, entry: T): ChunkedList<T> {
    const { at, start } = this.#find(place);
    const chunk = this.chunks[at]?.slice() ?? [];
    chunk.splice(place - start, replaced, entry);
    const rest = chunk.length > chunkSize ? [chunk.splice(chunkSize / 2)] : [];
    const chunks = [...this.chunks];
    chunks.splice(at, 1, chunk, ...rest);
    return new ChunkedList(chunks, this.length + 1 - replaced);
  }
}
