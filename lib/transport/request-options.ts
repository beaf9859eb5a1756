import type { ObservableInput } from 'rxjs';
import type { RetryDelay } from '../errors/retry-delay.ts';
import type { HeadersInput } from './read-headers.ts';

/** Deadlines of an open stream. Each is in ms and off when 0; only `silence` is on by default. */
export interface Deadlines {
  /** From subscribe to the first `content_block_delta`, in ms. Default 0 (off). */
  firstContent?: number;
  /** Between any two events, pings included, in ms. Default 300_000. */
  silence?: number;
  /** Between two events that are not pings, in ms. Thinking can be silent for long, so set a generous value. Default 0 (off). */
  contentGap?: number;
  /** The entire stream, starting with subscribe, in ms. Default 0 (off). */
  total?: number;
}

/** The options of one call, which override those of its client. */
export interface RequestOptions {
  /**
   * Added to the client's `defaultHeaders`, of which it replaces those of the same name. `null` removes a header,
   * `undefined` changes nothing.
   */
  headers?: HeadersInput;
  /**
   * Time until response headers, per attempt, in ms, with the function of the key; 0 is off. Default 600_000. Node's own `fetch` stops after
   * 300_000 ms; to wait longer, pass it a dispatcher (see `docs/errors.md`).
   */
  timeout?: number;
  /** Deadlines of the open stream, each in ms. */
  deadlines?: Deadlines;
  /** The most requests after the first, each sent after the previous one failed without an event. Default 2. */
  maxRetries?: number;
  /** Which errors to retry. Default `isRetryable`. */
  when?: (error: unknown) => boolean;
  /**
   * The time before a retry, in ms, or a function that returns it. Default: `retry-after` of the server,
   * else about 0.5 s, 1 s, 2 s, … up to 8 s.
   */
  delay?: RetryDelay;
  /**
   * The longest wait before a retry, in ms. A longer one, from `retry-after` or `delay`, ends the retries
   * immediately with the error, whose `retryAfter` is the wait that the server requests. Default 60_000.
   */
  maxRetryDelay?: number;
  /** Used instead of the global `fetch`: proxies, signing, tests. */
  fetch?: typeof fetch;
  /** Aborting it ends the stream with `APIUserAbortError`. Unsubscribing needs no signal. */
  signal?: AbortSignal;
  /** While its latest value is `true` the client does not read the body, so the server waits. */
  paused$?: ObservableInput<boolean>;
  /** The largest accepted event, in characters after decompression. Default 16 MiB. */
  maxEventBytes?: number;
}

/** Options of a call that emits only the body, the default. */
export interface BodyOptions extends RequestOptions {
  /** What the Observable emits. Default `'body'`. */
  observe?: 'body';
}

/** Options of a call that emits the complete response. */
export interface ResponseOptions extends RequestOptions {
  /** `'response'` emits status, headers, request id and rate limits with the body. */
  observe: 'response';
}
