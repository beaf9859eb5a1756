import type { ObservableInput } from 'rxjs';
import type { RetryDelay } from '../errors/retry-delay.ts';
import type { HeadersInput } from './read-headers.ts';

/** Deadlines of an open stream. Each is in ms and off when 0; only `silence` is on by default. */
export interface Deadlines {
  /** From subscribe to the first `content_block_delta`, in ms. Default 0 (off). */
  firstContent?: number | undefined;
  /** Between any two events, pings included, in ms. Default 300_000. */
  silence?: number | undefined;
  /**
   * Between two events that are not pings, in ms. A model may think silently for long, so set a high value. Default 0
   * (off).
   */
  contentGap?: number | undefined;
  /** From subscribe to the end of the stream, in ms. Default 0 (off). */
  total?: number | undefined;
}

/** The options of one call, which override those of its client. */
export interface RequestOptions {
  /**
   * Headers to add to the `defaultHeaders` of the client; they replace headers of the same name. `null` removes a
   * header, `undefined` changes nothing.
   */
  headers?: HeadersInput;
  /**
   * How long each attempt waits for the key and the response headers, in ms; 0 turns it off. Default 600_000. Node's own
   * `fetch` stops after 300_000 ms; to wait longer, pass it a dispatcher (see `docs/errors.md`).
   */
  timeout?: number | undefined;
  /** Deadlines of the open stream, each in ms. */
  deadlines?: Deadlines | undefined;
  /** The maximum number of retries, each of which follows an attempt that failed before its first event. Default 2. */
  maxRetries?: number | undefined;
  /** Whether to retry after an error. Default `isRetryable`. */
  when?: ((error: unknown) => boolean) | undefined;
  /**
   * The time before a retry, in ms, or a function that returns it. Default: `retry-after` of the server,
   * else about 0.5 s, 1 s, 2 s, … up to 8 s.
   */
  delay?: RetryDelay | undefined;
  /**
   * The longest wait before a retry, in ms. If `retry-after` or `delay` requires a longer wait, the client reports the
   * error immediately; its `retryAfter` is the wait that the server requests. Default 60_000.
   */
  maxRetryDelay?: number | undefined;
  /** Replaces the global `fetch`, for proxies, signatures or tests. */
  fetch?: typeof fetch | undefined;
  /**
   * Ends the stream with `APIUserAbortError` when it aborts. To stop a stream without an error, unsubscribe instead.
   */
  signal?: AbortSignal | undefined;
  /** While its latest value is `true`, the client does not read the body, so the server waits. */
  paused$?: ObservableInput<boolean> | undefined;
  /** The largest accepted event, in characters after decompression. Default 16 MiB. */
  maxEventBytes?: number | undefined;
}

/** Options of a call that emits only the body, the default. */
export interface BodyOptions extends RequestOptions {
  /** What the Observable emits. Default `'body'`. */
  observe?: 'body' | undefined;
}

/** Options of a call that emits the complete response. */
export interface ResponseOptions extends RequestOptions {
  /** `'response'` emits status, headers, request id and rate limits with the body. */
  observe: 'response';
}
