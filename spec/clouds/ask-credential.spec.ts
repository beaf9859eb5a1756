import { describe, expect, it } from '@jest/globals';
import { Observable, of, throwError } from 'rxjs';
import { askCredential, bearerHeaders, type CloudCredential, isVisible } from '../../lib/clouds/ask-credential.ts';

const query = { forceRefresh: false, signal: undefined };
const request = { url: 'https://cloud.example', headers: new Headers({ 'x-other': 'yes' }), body: '{}' };
const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('askCredential', () => {
  it.each<[string, CloudCredential<string>]>([
    ['a value', 'token'],
    ['a function', () => 'token'],
    ['a promise', () => Promise.resolve('token')],
    ['an Observable', () => of('token', 'another')],
  ])('resolves to the credential of %s', async (_, source) => {
    expect(await askCredential('cloud', 'authToken', source, query)).toBe('token');
  });

  it('passes forceRefresh on', async () => {
    const ask = ({ forceRefresh }: { forceRefresh: boolean }) => String(forceRefresh);
    expect(await askCredential('cloud', 'authToken', ask, { ...query, forceRefresh: true })).toBe('true');
  });

  it.each<[string, CloudCredential<string>]>([
    [
      'throws',
      () => {
        throw new Error('expired session');
      },
    ],
    ['rejects', () => Promise.reject(new Error('expired session'))],
    ['errors', () => throwError(() => new Error('expired session'))],
  ])('rejects with the cause of a function that %s', async (_, source) => {
    expect(await failure(askCredential('cloud', 'authToken', source, query))).toMatchObject({
      name: 'InvalidOptionsError',
      message: 'cloud: authToken: the function failed: expired session',
      cause: { message: 'expired session' },
    });
  });

  it('does not call the function after an abort', async () => {
    const signal = AbortSignal.abort();
    let asked = 0;
    const source = () => {
      asked++;
      return 'token';
    };
    const rejected = askCredential('cloud', 'authToken', source, { forceRefresh: false, signal });
    expect([await failure(rejected), asked]).toEqual([signal.reason, 0]);
  });

  it('unsubscribes when the signal aborts', async () => {
    let left = false;
    const controller = new AbortController();
    const source = () =>
      new Observable<string>(() => () => {
        left = true;
      });
    const asked = askCredential('cloud', 'authToken', source, { forceRefresh: false, signal: controller.signal });
    controller.abort();
    expect([await failure(asked), left]).toEqual([controller.signal.reason, true]);
  });
});

describe('bearerHeaders', () => {
  it('adds the token to a copy of the headers', async () => {
    const headers = await bearerHeaders('cloud', request, () => 'token', query);
    expect(Object.fromEntries(headers)).toEqual({ authorization: 'Bearer token', 'x-other': 'yes' });
    expect(request.headers.has('authorization')).toBe(false);
  });

  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    ['', 'an empty string'],
    ['two words', 'a string with other characters'],
    ['line\nbreak', 'a string with other characters'],
    ['€', 'a string with other characters'],
  ])('refuses the token %j without quoting it', async (token, kind) => {
    const message = `cloud: authToken: the function returned ${kind}; pass a string of visible ASCII characters without spaces`;
    expect(await failure(bearerHeaders('cloud', request, () => token, query))).toMatchObject({ message });
  });
});

describe('isVisible', () => {
  it('is true for visible ASCII characters only', () => {
    expect(['a~!', '', 'a b', 'ä', 'a\n'].map(isVisible)).toEqual([true, false, false, false, false]);
  });
});
