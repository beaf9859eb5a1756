import type { ObservableInput, SchedulerLike } from 'rxjs';
import {
  aFunction,
  anything,
  aScheduler,
  checkOptions,
  milliseconds,
  type OptionRule,
} from '../errors/check-options.ts';
import { isCursor } from './cursor.ts';

/** How long to try to reach a relay, in ms. */
export const defaultPatience = 300_000;

/** The options of `relayedStream`. */
export interface RelayedStreamOptions {
  /** The id of the last event that the page has. By default, the stream starts with the first event. */
  readonly after?: string | undefined;
  /** Headers of every request, such as a token. */
  readonly headers?: ConstructorParameters<typeof Headers>[0] | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** While its latest value is `true`, the stream does not read its connection. */
  readonly paused$?: ObservableInput<boolean> | undefined;
  /**
   * The longest silence of a connection, in ms. It must be longer than the `heartbeat` of the handler. A response must
   * also arrive within this time. This limit is at least 10 s for a `GET` or a stop, and at least `patience` for the
   * `POST` of a new reply. Default 45,000.
   */
  readonly silence?: number | undefined;
  /**
   * How long to try to reach the relay, in ms. After that, or if the relay requests a longer wait, the stream reports the
   * last error. When the page or the computer sleeps, at most a minute of that time counts. Default 300,000.
   */
  readonly patience?: number | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

const aCursor: OptionRule = {
  allows: (value) => typeof value === 'string' && isCursor(value),
  expected: 'the id of an event, such as 1-57',
};

/** Throws `InvalidOptionsError`. */
export function checkStreamOptions(owner: string, options: RelayedStreamOptions): void {
  checkOptions(owner, options, {
    after: aCursor,
    headers: anything,
    paused$: anything,
    fetch: aFunction,
    silence: milliseconds,
    patience: milliseconds,
    scheduler: aScheduler,
  });
}
