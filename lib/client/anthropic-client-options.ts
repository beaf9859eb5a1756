import type { Logger, LogLevel } from '../transport/logger.ts';
import type { HeadersInput } from '../transport/read-headers.ts';
import type { RequestOptions } from '../transport/request-options.ts';
import type { CredentialSource } from '../transport/transport-options.ts';

/** How a client reaches the API. Everything has a default; in Node a key in the environment is enough. */
export interface AnthropicClientOptions extends Pick<
  RequestOptions,
  'deadlines' | 'delay' | 'fetch' | 'maxEventBytes' | 'maxRetries' | 'maxRetryDelay' | 'timeout' | 'when'
> {
  /**
   * API key, or a function that gives one for every attempt, as a string, an Observable or a promise. `null` sends none.
   * Default: the environment variable ANTHROPIC_API_KEY.
   */
  apiKey?: string | CredentialSource | null | undefined;
  /** Bearer token instead of a key. Default: the environment variable ANTHROPIC_AUTH_TOKEN when there is no key. */
  authToken?: string | CredentialSource | null | undefined;
  /**
   * Where the API is; `/v1` and `/v1/messages` at its end change nothing. A browser may use a path of its own origin, such
   * as `/api/anthropic`.
   * Default: the environment variable ANTHROPIC_BASE_URL, else the public API.
   */
  baseURL?: string | undefined;
  /** The `anthropic-version` header. From '2026-10-21' on the key is sent as a bearer token. Default '2023-06-01'. */
  apiVersion?: string | undefined;
  /**
   * Sent with every request; a call's `headers` replace those of the same name. `null` removes a header, `undefined`
   * changes nothing. Default: the environment variable ANTHROPIC_CUSTOM_HEADERS, one `Name: value` per line, whose
   * headers these replace by name.
   */
  defaultHeaders?: HeadersInput;
  /** Where to log. Default: the `console`. */
  logger?: Logger | undefined;
  /**
   * How much to log. Headers whose names or values look like secrets are masked, and request bodies appear only with
   * 'debug'. Default: the environment variable ANTHROPIC_LOG, else 'warn'.
   */
  logLevel?: LogLevel | undefined;
  /**
   * Allows a key, a token or a `defaultHeaders` secret in a browser, where everyone can read it. A same-origin proxy
   * without a key needs no flag.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Allows secrets over plain http to another machine than this one. */
  dangerouslyAllowHTTP?: boolean | undefined;
}
