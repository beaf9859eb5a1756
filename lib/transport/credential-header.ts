import { from, map, type Observable, of, take, throwIfEmpty } from 'rxjs';
import { isObservableInput, kindOfSecret } from '../errors/check-options.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import type { CredentialSource, TransportOptions } from './transport-options.ts';

/** Since this version the API takes keys as bearer tokens. */
const bearerVersion = '2026-10-21';

const expected = 'a string of visible ASCII characters without spaces';

/** The header that carries the key or token of one attempt, or `null` without either. */
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
  const how = typeof source === 'string' ? 'is' : 'the function returned';
  const refuse = (given: string) => wrongOption('AnthropicClient', path, `${how} ${given}; pass ${expected}`);
  const given: unknown = typeof source === 'string' ? source : source({ forceRefresh });
  const value$ = isObservableInput(given) ? from(given).pipe(take(1)) : of(given);
  return value$.pipe(
    throwIfEmpty(() => refuse('no value')),
    map((value) => {
      // `Headers` would quote any other value in its error.
      if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
      throw refuse(typeof value === 'string' && value !== '' ? 'a string with other characters' : kindOfSecret(value));
    }),
  );
}
