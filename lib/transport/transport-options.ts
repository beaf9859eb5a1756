import type { ObservableInput } from 'rxjs';
import type { Log } from './logger.ts';
import type { Deadlines, RequestOptions } from './request-options.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** Gives a key or token, asked anew for every attempt; `forceRefresh` after the server refused the one before. */
export type CredentialSource = (request: { readonly forceRefresh: boolean }) => ObservableInput<string>;

/** How the API is reached: a client's options and a call's, merged, with every default in place. */
export interface TransportOptions {
  readonly baseURL: string;
  readonly apiVersion: string;
  readonly apiKey: string | CredentialSource | null;
  readonly authToken: string | CredentialSource | null;
  readonly headers: Headers;
  /** `undefined` takes the global `fetch` of the moment the request is sent. */
  readonly fetch: typeof fetch | undefined;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly retryPolicy: RetryPolicy;
  readonly deadlines: Required<Deadlines>;
  readonly signal: AbortSignal | undefined;
  readonly paused$: RequestOptions['paused$'] | undefined;
  readonly maxEventBytes: number;
  readonly log: Log;
  readonly dangerouslyAllowBrowser: boolean;
  readonly dangerouslyAllowHTTP: boolean;
}
