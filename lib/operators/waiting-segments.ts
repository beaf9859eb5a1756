/** Segments that were added together and are due together. */
interface Run {
  readonly due: number;
  /** How many segments had been added in all, with the last of these. */
  end: number;
  next?: Run;
}

/** A queue of segments, each due at a time in ms. All operations take constant time per segment added. */
export class WaitingSegments {
  /** UTF-16 code units that wait. */
  held = 0;
  #segments: string[] = [];
  /** Place of the oldest segment; `shift()` would take linear time. */
  #first = 0;
  #taken = 0;
  #oldest: Run | undefined;
  #newest: Run | undefined;
  readonly #frame: number;

  /** Segments due within one `frame` (ms) are due with the first of them, so that there are few runs. */
  constructor(frame: number) {
    this.#frame = frame;
  }

  get length(): number {
    return this.#segments.length - this.#first;
  }

  add(segments: readonly string[], due: number): void {
    if (segments.length === 0) return;
    for (const segment of segments) {
      this.#segments.push(segment);
      this.held += segment.length;
    }
    const end = this.#taken + this.length;
    if (this.#newest && due <= this.#newest.due + this.#frame) this.#newest.end = end;
    else {
      const run: Run = { due, end };
      if (this.#newest) this.#newest.next = run;
      this.#oldest ??= run;
      this.#newest = run;
    }
  }

  /** Removes the oldest segment and returns it. */
  take(): string | undefined {
    const segment = this.#segments[this.#first];
    if (segment === undefined) return undefined;
    this.#first++;
    this.#taken++;
    this.held -= segment.length;
    if (this.#first * 2 > this.#segments.length) {
      this.#segments = this.#segments.slice(this.#first);
      this.#first = 0;
    }
    if (this.#oldest && this.#oldest.end <= this.#taken) this.#oldest = this.#oldest.next;
    if (!this.#oldest) this.#newest = undefined;
    return segment;
  }

  clear(): void {
    this.held = 0;
    this.#segments = [];
    this.#first = 0;
    this.#oldest = undefined;
    this.#newest = undefined;
  }

  /** How many segments to emit per frame so that each, at an even pace, is in time. */
  perFrame(now: number): number {
    let most = 0;
    for (let run = this.#oldest; run; run = run.next) {
      const frames = Math.max(1, (run.due - now) / this.#frame);
      most = Math.max(most, (run.end - this.#taken) / frames);
    }
    return most;
  }

  /** How many segments would be late at the next frame. */
  overdue(now: number): number {
    let count = 0;
    for (let run = this.#oldest; run && run.due < now + this.#frame; run = run.next) count = run.end - this.#taken;
    return count;
  }

  /** How many of the oldest segments have at least `units` UTF-16 code units together, or all. */
  countOf(units: number): number {
    let count = 0;
    for (let over = units; over > 0 && count < this.length; count++) {
      over -= this.#segments[this.#first + count]?.length ?? 0;
    }
    return count;
  }
}
