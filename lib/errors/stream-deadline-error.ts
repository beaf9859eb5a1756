import { StreamError } from './stream-error.ts';

/** The names of `deadlines`. */
export type Deadline = 'firstContent' | 'silence' | 'contentGap' | 'total';

/** One of the `deadlines` passed while the stream was open; the client closed the connection. */
export class StreamDeadlineError extends StreamError {
  /** The deadline that passed. */
  readonly deadline: Deadline;
  /** Its value, in ms. */
  readonly after: number;

  constructor(deadline: Deadline, after: number) {
    super(`The reply exceeded deadlines.${deadline} (${after} ms). Raise it, or send the request again.`);
    this.deadline = deadline;
    this.after = after;
  }

  override get name(): string {
    return 'StreamDeadlineError';
  }
}
