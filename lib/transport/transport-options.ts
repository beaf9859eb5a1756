import type { ObservableInput } from 'rxjs';
import type { RetryDelay } from '../errors/retry-delay.ts';
import type { Log } from './logger.ts';
import type { HeaderChanges } from './read-headers.ts';
import type { Deadlines, RequestOptions } from './request-options.ts';

/**
 * Gives the key or token of one attempt: a string, or an Observable or promise of one. `forceRefresh` is `true` after the
 * server refused the credential of the attempt before.
 */
export type CredentialSource = (request: { readonly forceRefresh: boolean }) => string | ObservableInput<string>;

/** How the API is reached: a client's options and a call's, merged, with every default in place. */
export interface TransportOptions {
  readonly baseURL: string;
  readonly apiVersion: string;
  readonly apiKey: string | CredentialSource | null;
  readonly authToken: string | CredentialSource | null;
  /** Those of the client. Headers of params replace them. */
  readonly defaultHeaders: HeaderChanges;
  /** Those of the call, which replace all others. */
  readonly headers: HeaderChanges;
  /** `undefined` takes the global `fetch` of the moment the request is sent. */
  readonly fetch: typeof fetch | undefined;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly maxRetryDelay: number;
  readonly delay: RetryDelay;
  readonly when: (error: unknown) => boolean;
  readonly deadlines: Required<Deadlines>;
  readonly signal: AbortSignal | undefined;
  readonly paused$: RequestOptions['paused$'] | undefined;
  readonly maxEventBytes: number;
  readonly log: Log;
  /** Logs a warning unless the client has logged the same before. */
  readonly warnOnce: (message: string) => void;
  readonly dangerouslyAllowBrowser: boolean;
  readonly dangerouslyAllowHTTP: boolean;
}
