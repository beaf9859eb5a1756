import { StreamError } from './stream-error.ts';

/** The clocks of `deadlines`. */
export type Deadline = 'firstContent' | 'silence' | 'contentGap' | 'total';

/** One of the `deadlines` ran out while the stream was open; the connection has been closed. */
export class StreamDeadlineError extends StreamError {
  /** Which clock ran out. */
  readonly deadline: Deadline;
  /** What it was set to, in ms. */
  readonly after: number;

  constructor(deadline: Deadline, after: number) {
    super(`Nothing came in time: deadlines.${deadline} of ${after} ms ran out. Raise it, or send the request again.`);
    this.deadline = deadline;
    this.after = after;
  }

  override get name(): string {
    return 'StreamDeadlineError';
  }
}
