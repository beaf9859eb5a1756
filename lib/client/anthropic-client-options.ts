import type { Interceptor } from '../transport/intercept.ts';
import type { Logger, LogLevel } from '../transport/logger.ts';
import type { HeadersInput } from '../transport/read-headers.ts';
import type { CallInterceptor } from './call-interceptor.ts';
import type { RequestOptions } from '../transport/request-options.ts';
import type { CredentialSource } from '../transport/transport-options.ts';

/** The options of a client. All of them have defaults; in Node, a key in the environment is enough. */
export interface AnthropicClientOptions extends Pick<
  RequestOptions,
  'deadlines' | 'delay' | 'fetch' | 'maxEventBytes' | 'maxRetries' | 'maxRetryDelay' | 'timeout' | 'when'
> {
  /**
   * The API key, or a function that returns it for each attempt: a string, an Observable or a promise. `null` sends no
   * key. Default: the environment variable ANTHROPIC_API_KEY.
   */
  apiKey?: string | CredentialSource | null | undefined;
  /** A bearer token, instead of a key. Default: the environment variable ANTHROPIC_AUTH_TOKEN, unless a key is set. */
  authToken?: string | CredentialSource | null | undefined;
  /**
   * The address of the API, with or without `/v1` or `/v1/messages` at its end. A page may use a path of its own
   * origin, such as `/api/anthropic`. Default: the environment variable ANTHROPIC_BASE_URL, else the public API.
   */
  baseURL?: string | undefined;
  /**
   * The `anthropic-version` header. From '2026-10-21', the client sends the key as a bearer token. Default
   * '2023-06-01'.
   */
  apiVersion?: string | undefined;
  /**
   * Headers of every request; `headers` of a call replace those of the same name. `null` removes a header, `undefined`
   * changes nothing. The environment variable ANTHROPIC_CUSTOM_HEADERS adds one `Name: value` per line; headers in this
   * option replace those of the same name.
   */
  defaultHeaders?: HeadersInput;
  /**
   * Called for each attempt, including retries; the first is the outermost. They may change the request, respond
   * without a request, and observe or replace the response. The client adds the credential and secret headers after
   * them, and only to requests to the origin of `baseURL`. Default: none.
   */
  interceptors?: readonly Interceptor[] | undefined;
  /**
   * Called for each call, around all its attempts; the first is the outermost. They see params and decoded values.
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
   * Allows a key, a token or a secret in `defaultHeaders` in a browser, where everyone can read it. You do not need it
   * for a proxy on the same origin, because the client then has no key.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Allows secrets over plain HTTP to other machines. */
  dangerouslyAllowHTTP?: boolean | undefined;
}
