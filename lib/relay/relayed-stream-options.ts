import type { ObservableInput, SchedulerLike } from 'rxjs';
import { aFunction, aScheduler, checkOptions, milliseconds, type OptionRule } from '../errors/check-options.ts';
import { isCursor } from './cursor.ts';

/** The options of `relayedStream`. */
export interface RelayedStreamOptions {
  /** The id of the last event that the page has. Default: from the first event on. */
  readonly after?: string;
  /** Headers of every request, such as a token. */
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** The connection is not read while its latest value is `true`. */
  readonly paused$?: ObservableInput<boolean>;
  /**
   * The longest silence of a connection, in ms; more than the `heartbeat` of the handler. A `GET` without an answer is
   * silent too, after 10 s at the earliest. Default 45,000.
   */
  readonly silence?: number;
  /** How long to try without reaching the relay, in ms; then the last error is reported. Default 300,000. */
  readonly patience?: number;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

const aCursor: OptionRule = {
  allows: (value) => typeof value === 'string' && isCursor(value),
  expected: 'the id of an event, such as 1-57',
};

/** Throws `InvalidOptionsError`. */
export function checkStreamOptions(owner: string, options: RelayedStreamOptions): void {
  checkOptions(owner, options, {
    after: aCursor,
    fetch: aFunction,
    silence: milliseconds,
    patience: milliseconds,
    scheduler: aScheduler,
  });
}
