/** Values in the order of their arrival. Each call takes constant time: `shift()` moves the rest of a long array. */
export class Fifo<T> {
  #values: T[] = [];
  /** The index of the oldest value. */
  #first = 0;

  get length(): number {
    return this.#values.length - this.#first;
  }

  /** The oldest value; there must be one. */
  get oldest(): T {
    return this.#values[this.#first] as T; // required above
  }

  /** Adds a value and returns the new length. */
  push(value: T): number {
    this.#values.push(value);
    return this.length;
  }

  /** Removes the oldest value and returns it; there must be one. */
  take(): T {
    const { oldest } = this;
    this.#first++;
    if (this.#first * 2 > this.#values.length) {
      this.#values = this.#values.slice(this.#first);
      this.#first = 0;
    }
    return oldest;
  }
}
