/** A value in a `PriorityQueue`. */
export interface QueueEntry<T> {
  readonly value: T;
  readonly priority: number;
  /** Orders entries of one priority. */
  readonly order: number;
  /** Its index in the heap, until it is removed. */
  place: number;
}

/**
 * Values by priority, the highest first, and in the order of their arrival among equals. A binary heap whose entries know
 * their indices, so that each call costs log n and a removed value frees its memory.
 */
export class PriorityQueue<T> {
  readonly #heap: QueueEntry<T>[] = [];
  #added = 0;

  add(value: T, priority: number): QueueEntry<T> {
    const entry = { value, priority, order: this.#added++, place: this.#heap.length };
    this.#heap.push(entry);
    this.#rise(entry);
    return entry;
  }

  /** Does nothing if the entry has left the queue. */
  remove(entry: QueueEntry<T>): void {
    if (this.#heap[entry.place] !== entry) return;
    const last = this.#heap.pop();
    if (!last || last === entry) return;
    this.#put(last, entry.place);
    this.#rise(last);
    this.#sink(last);
  }

  /** Removes the first value. */
  take(): T | undefined {
    const [first] = this.#heap;
    if (first) this.remove(first);
    return first?.value;
  }

  #rise(entry: QueueEntry<T>): void {
    for (;;) {
      const parent = this.#heap[(entry.place - 1) >> 1];
      if (!parent || !isBefore(entry, parent)) return;
      this.#swap(entry, parent);
    }
  }

  #sink(entry: QueueEntry<T>): void {
    for (;;) {
      const left = this.#heap[2 * entry.place + 1];
      const right = this.#heap[2 * entry.place + 2];
      const child = left && right && isBefore(right, left) ? right : left;
      if (!child || isBefore(entry, child)) return;
      this.#swap(entry, child);
    }
  }

  #swap(a: QueueEntry<T>, b: QueueEntry<T>): void {
    const { place } = a;
    this.#put(a, b.place);
    this.#put(b, place);
  }

  #put(entry: QueueEntry<T>, place: number): void {
    this.#heap[place] = entry;
    entry.place = place;
  }
}

function isBefore(a: QueueEntry<unknown>, b: QueueEntry<unknown>): boolean {
  return a.priority === b.priority ? a.order < b.order : a.priority > b.priority;
}
