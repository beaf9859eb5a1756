import { from, map, type Observable, of, take, throwIfEmpty } from 'rxjs';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import type { CredentialSource, TransportOptions } from './transport-options.ts';

/** From this version on the API takes keys as bearer tokens. */
const bearerVersion = '2026-10-21';

/** The header that carries the key or token of one attempt, or `null` where none is set. */
export function credentialHeader(
  options: TransportOptions,
  forceRefresh: boolean,
): Observable<readonly [string, string] | null> {
  const { apiKey, authToken } = options;
  if (authToken !== null) {
    return secret('authToken', authToken, forceRefresh).pipe(map((token) => ['authorization', `Bearer ${token}`]));
  }
  if (apiKey === null) return of(null);
  return secret('apiKey', apiKey, forceRefresh).pipe(
    map((key) => (options.apiVersion >= bearerVersion ? ['authorization', `Bearer ${key}`] : ['x-api-key', key])),
  );
}

function secret(path: string, source: string | CredentialSource, forceRefresh: boolean): Observable<string> {
  const value$ = typeof source === 'string' ? of(source) : from(source({ forceRefresh })).pipe(take(1));
  return value$.pipe(
    throwIfEmpty(
      () => new InvalidParamsError([{ path, message: 'the function gave no value; give a non-empty string' }]),
    ),
    map((value) => {
      // A header with such a value would throw an error that quotes it.
      if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
      throw new InvalidParamsError([{ path, message: 'must be a non-empty string of visible ASCII characters' }]);
    }),
  );
}
