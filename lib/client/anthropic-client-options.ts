import type { Logger, LogLevel } from '../transport/logger.ts';
import type { RequestOptions } from '../transport/request-options.ts';
import type { CredentialSource } from '../transport/transport-options.ts';

/** How a client reaches the API. Everything has a default; in Node a key in the environment is enough. */
export interface AnthropicClientOptions extends Pick<
  RequestOptions,
  'deadlines' | 'fetch' | 'maxEventBytes' | 'maxRetries' | 'retryPolicy' | 'timeout'
> {
  /**
   * API key, or a function that gives one for every attempt. `null` sends none.
   * Default: the environment variable ANTHROPIC_API_KEY.
   */
  apiKey?: string | CredentialSource | null | undefined;
  /** Bearer token instead of a key. Default: the environment variable ANTHROPIC_AUTH_TOKEN when there is no key. */
  authToken?: string | CredentialSource | null | undefined;
  /**
   * Where the API is. A browser may use a path of its own origin, such as `/api/anthropic`.
   * Default: the environment variable ANTHROPIC_BASE_URL, else the public API.
   */
  baseURL?: string | undefined;
  /** The `anthropic-version` header. From '2026-10-21' on the key is sent as a bearer token. Default '2023-06-01'. */
  apiVersion?: string | undefined;
  /** Sent with every request; a call's `headers` replace those of the same name. */
  defaultHeaders?: ConstructorParameters<typeof Headers>[0];
  /** Where to log. Default: the `console`. */
  logger?: Logger | undefined;
  /**
   * How much to log; keys and tokens are never logged, request bodies only with 'debug'. Default: the environment
   * variable ANTHROPIC_LOG, else 'warn'.
   */
  logLevel?: LogLevel | undefined;
  /** Allows a key in a browser, where everyone can read it. A same-origin proxy without a key needs no flag. */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Allows a key over plain http to another machine than this one. */
  dangerouslyAllowHTTP?: boolean | undefined;
}
