import { defer, EMPTY, firstValueFrom, from, fromEvent, type ObservableInput, of, takeUntil } from 'rxjs';
import { isObservableInput, kindOfSecret } from '../errors/check-options.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import type { CloudRequest } from './cloud-request.ts';

/**
 * A credential, or a function that returns it for each attempt, directly or as a promise or an Observable.
 * `forceRefresh` is `true` after the cloud has rejected the previous credential.
 */
export type CloudCredential<T> = T | ((request: { readonly forceRefresh: boolean }) => T | ObservableInput<T>);

/** Why a credential is requested, and until when. */
export interface CredentialQuery {
  readonly forceRefresh: boolean;
  readonly signal: AbortSignal | null | undefined;
}

/**
 * Resolves to the credential, not validated. Rejects with `InvalidOptionsError` for a function that fails, and with the
 * reason of `signal` when that aborts.
 */
export async function askCredential<T>(
  owner: string,
  path: string,
  source: CloudCredential<T>,
  { forceRefresh, signal }: CredentialQuery,
): Promise<unknown> {
  signal?.throwIfAborted();
  // No credential is a function itself.
  const ask = typeof source === 'function' ? (source as (request: { forceRefresh: boolean }) => unknown) : () => source;
  const value$ = defer(() => {
    const given = ask({ forceRefresh });
    return isObservableInput(given) ? from(given) : of(given);
  });
  const aborted$ = signal ? fromEvent(signal, 'abort') : EMPTY;
  const credential = await firstValueFrom(value$.pipe(takeUntil(aborted$)), { defaultValue: undefined }).catch(
    (cause: unknown) => {
      throw wrongOption(owner, path, `the function failed: ${reasonOf(cause)}`, cause);
    },
  );
  signal?.throwIfAborted();
  return credential;
}

/** Resolves to the headers of a request with a bearer token. Rejects with `InvalidOptionsError` for anything else. */
export async function bearerHeaders(
  owner: string,
  request: CloudRequest,
  source: CloudCredential<string | null | undefined>,
  query: CredentialQuery,
): Promise<Headers> {
  const token = await askCredential(owner, 'authToken', source, query);
  // `Headers` would quote any other value in its error.
  if (typeof token !== 'string' || !isVisible(token)) {
    const given = typeof token === 'string' && token !== '' ? 'a string with other characters' : kindOfSecret(token);
    const how = typeof source === 'function' ? 'the function returned' : 'is';
    throw wrongOption(owner, 'authToken', `${how} ${given}; pass a string of visible ASCII characters without spaces`);
  }
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${token}`);
  return headers;
}

/** Whether a header can carry a text as part of its value. */
export function isVisible(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
