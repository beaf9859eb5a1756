import type { ObservableInput } from 'rxjs';
import type { RetryDelay } from '../errors/retry-delay.ts';
import type { HeadersInput } from './read-headers.ts';

/** Clocks over an open stream. Each is in ms and off when 0; only `silence` is on by default. */
export interface Deadlines {
  /** From subscribe to the first `content_block_delta`, in ms. Default 0 (off). */
  firstContent?: number;
  /** Between any two events, in ms; pings count as life. Default 300_000. */
  silence?: number;
  /** Between two events that are not pings, in ms. Long thinking can be silent: keep it generous. Default 0 (off). */
  contentGap?: number;
  /** The whole stream from subscribe on, in ms. Default 0 (off). */
  total?: number;
}

/** What one call may set differently from its client. */
export interface RequestOptions {
  /**
   * Added to the client's `defaultHeaders`, of which it replaces those of the same name. `null` removes a header,
   * `undefined` changes nothing.
   */
  headers?: HeadersInput;
  /**
   * Time until response headers, per attempt, in ms; 0 is off. Default 600_000. Node's own `fetch` gives up after
   * 300_000 ms; to wait longer, give it a dispatcher (see `docs/errors.md`).
   */
  timeout?: number;
  /** Clocks over the open stream, each in ms. */
  deadlines?: Deadlines;
  /** The most requests after the first, each sent when the one before failed without an event. Default 2. */
  maxRetries?: number;
  /** Which errors to retry. Default `isRetryable`. */
  when?: (error: unknown) => boolean;
  /**
   * The time before a retry, in ms, or a function that returns it. Default: what the server asks for in `retry-after`,
   * else about 0.5 s, 1 s, 2 s, … up to 8 s.
   */
  delay?: RetryDelay;
  /**
   * The longest wait before a retry, in ms. A longer one, from `retry-after` or `delay`, ends the retries at once
   * with the error, whose `retryAfter` says how long the server wants to wait. Default 60_000.
   */
  maxRetryDelay?: number;
  /** Used instead of the global `fetch`: proxies, signing, tests. */
  fetch?: typeof fetch;
  /** Aborting it ends the stream with `APIUserAbortError`. Unsubscribing needs no signal. */
  signal?: AbortSignal;
  /** While its latest value is `true` the body is not read, so that the server has to wait. */
  paused$?: ObservableInput<boolean>;
  /** The largest single event that is accepted, in characters after decompression. Default 16 MiB. */
  maxEventBytes?: number;
}

/** Options of a call whose result is the body alone, as by default. */
export interface BodyOptions extends RequestOptions {
  /** What the Observable emits. Default `'body'`. */
  observe?: 'body';
}

/** Options of a call whose result is the whole response. */
export interface ResponseOptions extends RequestOptions {
  /** `'response'` emits status, headers, request id and rate limits beside the body. */
  observe: 'response';
}
