import type { ObservableInput } from 'rxjs';
import type { RetryDelay } from '../errors/retry-delay.ts';
import type { Interceptor } from './intercept.ts';
import type { Log } from './logger.ts';
import type { HeaderChanges } from './read-headers.ts';
import type { Deadlines, RequestOptions } from './request-options.ts';

/**
 * Returns the key or token for one attempt: a string, or an Observable or promise of a string. `forceRefresh` is `true`
 * after the server has rejected the credential of the previous attempt.
 */
export type CredentialSource = (request: { readonly forceRefresh: boolean }) => string | ObservableInput<string>;

/** The merged options of a client and a call, with all defaults. */
export interface TransportOptions {
  readonly baseURL: string;
  readonly apiVersion: string;
  readonly apiKey: string | CredentialSource | null;
  readonly authToken: string | CredentialSource | null;
  /** The headers of the client. Headers of params replace them. */
  readonly defaultHeaders: HeaderChanges;
  /** The headers of the call, which replace all others. */
  readonly headers: HeaderChanges;
  readonly interceptors: readonly Interceptor[];
  /** `undefined` uses the global `fetch` at the time of the request. */
  readonly fetch: typeof fetch | undefined;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly maxRetryDelay: number;
  readonly delay: RetryDelay;
  readonly when: (error: unknown) => boolean;
  readonly deadlines: Readonly<Record<keyof Deadlines, number>>;
  readonly signal: AbortSignal | undefined;
  readonly paused$: RequestOptions['paused$'] | undefined;
  readonly maxEventBytes: number;
  readonly log: Log;
  /** Logs a warning unless the client has logged the same before. */
  readonly warnOnce: (message: string) => void;
  readonly dangerouslyAllowBrowser?: boolean | undefined;
  readonly dangerouslyAllowHTTP?: boolean | undefined;
}
