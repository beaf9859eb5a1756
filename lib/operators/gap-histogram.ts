/** The width of a bucket: the logarithm of the ratio of its ends. */
const ratio = Math.log(1.02);

/** Counts gaps in ms in buckets that are 2 % wide, so that percentiles need constant memory. */
export class GapHistogram {
  /** The number of gaps in each bucket, in order, and the longest of them. */
  readonly #buckets: ({ readonly count: number; readonly longest: number } | undefined)[] = [];
  #count = 0;
  #max = 0;

  add(gap: number): void {
    const place = gap < 1 ? 0 : 1 + Math.floor(Math.log(gap) / ratio);
    const { count = 0, longest = 0 } = this.#buckets[place] ?? {};
    this.#buckets[place] = { count: count + 1, longest: Math.max(longest, gap) };
    this.#count++;
    this.#max = Math.max(this.#max, gap);
  }

  summary(): { p50: number; p95: number; max: number } | undefined {
    return this.#count === 0 ? undefined : { p50: this.#percentile(0.5), p95: this.#percentile(0.95), max: this.#max };
  }

  #percentile(share: number): number {
    let below = 0;
    for (const bucket of this.#buckets) {
      below += bucket?.count ?? 0;
      if (bucket && below >= share * this.#count) return bucket.longest;
    }
    return this.#max;
  }
}
