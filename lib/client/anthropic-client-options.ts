import type { Interceptor } from '../transport/intercept.ts';
import type { Logger, LogLevel } from '../transport/logger.ts';
import type { HeadersInput } from '../transport/read-headers.ts';
import type { CallInterceptor } from './call-interceptor.ts';
import type { RequestOptions } from '../transport/request-options.ts';
import type { CredentialSource } from '../transport/transport-options.ts';

/** The options of a client. Each has a default; in Node a key in the environment is enough. */
export interface AnthropicClientOptions extends Pick<
  RequestOptions,
  'deadlines' | 'delay' | 'fetch' | 'maxEventBytes' | 'maxRetries' | 'maxRetryDelay' | 'timeout' | 'when'
> {
  /**
   * API key, or a function that returns one per attempt, as a string, an Observable or a promise. `null` sends no key.
   * Default: the environment variable ANTHROPIC_API_KEY.
   */
  apiKey?: string | CredentialSource | null | undefined;
  /** Bearer token instead of a key. Default: the environment variable ANTHROPIC_AUTH_TOKEN, unless a key is set. */
  authToken?: string | CredentialSource | null | undefined;
  /**
   * Address of the API; `/v1` and `/v1/messages` at its end change nothing. A browser may use a path of its own origin,
   * such as `/api/anthropic`.
   * Default: the environment variable ANTHROPIC_BASE_URL, else the public API.
   */
  baseURL?: string | undefined;
  /** The `anthropic-version` header. Since '2026-10-21' the client sends the key as a bearer token. Default '2023-06-01'. */
  apiVersion?: string | undefined;
  /**
   * Headers of every request; a call's `headers` replace those of the same name. `null` removes a header, `undefined`
   * changes nothing. Default: the environment variable ANTHROPIC_CUSTOM_HEADERS, one `Name: value` per line; these
   * headers replace the variable's by name.
   */
  defaultHeaders?: HeadersInput;
  /**
   * Called for each attempt, retries included, in order: the first is the outermost. They may change the request, answer
   * themselves, and watch or replace the response. The client adds the credential and secret headers after them, and only
   * to requests to the origin of `baseURL`. Default: none.
   */
  interceptors?: readonly Interceptor[] | undefined;
  /**
   * Called for each call, around all its attempts, in order: the first is the outermost. They see params and decoded values.
   * Default: none.
   */
  callInterceptors?: readonly CallInterceptor[] | undefined;
  /** The destination of logs. Default: the `console`. */
  logger?: Logger | undefined;
  /**
   * How much to log. Logs mask headers whose names or values look like secrets, and show request bodies only with
   * 'debug'. Default: the environment variable ANTHROPIC_LOG, else 'warn'.
   */
  logLevel?: LogLevel | undefined;
  /**
   * Allows a key, a token or a `defaultHeaders` secret in a browser, where everyone can read it. A same-origin proxy
   * without a key needs no flag.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Allows secrets over plain HTTP to other machines. */
  dangerouslyAllowHTTP?: boolean | undefined;
}
