import { describe, expect, it } from '@jest/globals';
import { EMPTY, lastValueFrom, NEVER, of, startWith } from 'rxjs';
import { credentialHeader } from '../../lib/transport/credential-header.ts';
import type { CredentialSource, TransportOptions } from '../../lib/transport/transport-options.ts';

const header = (options: Partial<TransportOptions>, forceRefresh = false) => {
  const all = { apiKey: null, authToken: null, apiVersion: '2023-06-01', ...options } as TransportOptions; // what is read
  return lastValueFrom(credentialHeader(all, forceRefresh));
};
const visible = 'a string of visible ASCII characters without spaces';

describe('credentialHeader', () => {
  it.each<[Partial<TransportOptions>, readonly string[] | null]>([
    [{}, null],
    [{ apiKey: 'k' }, ['x-api-key', 'k']],
    [{ authToken: 't' }, ['authorization', 'Bearer t']],
    [{ apiKey: 'k', authToken: 't' }, ['authorization', 'Bearer t']],
    [{ apiKey: 'k', apiVersion: '2026-10-20' }, ['x-api-key', 'k']],
    [{ apiKey: 'k', apiVersion: '2026-10-21' }, ['authorization', 'Bearer k']],
    [{ apiKey: '!~' }, ['x-api-key', '!~']],
  ])('of %j is %j', async (options, expected) => {
    expect(await header(options)).toEqual(expected);
  });

  it.each<[string, CredentialSource]>([
    ['a value', () => 'k'],
    ['a promise', () => Promise.resolve('k')],
    ['the first value of an Observable', () => NEVER.pipe(startWith('k', 'other'))],
  ])('accepts %s from a function', async (_, apiKey) => {
    expect(await header({ apiKey })).toEqual(['x-api-key', 'k']);
  });

  it('passes the function whether a new value is needed', async () => {
    const asked: unknown[] = [];
    const apiKey: CredentialSource = (request) => {
      asked.push(request);
      return 'k';
    };
    await header({ apiKey });
    await header({ apiKey }, true);
    expect(asked).toEqual([{ forceRefresh: false }, { forceRefresh: true }]);
  });

  it.each<[Partial<TransportOptions>, string, string]>([
    [
      { apiKey: 'a b' },
      'InvalidOptionsError',
      `AnthropicClient: apiKey: is a string with other characters; pass ${visible}`,
    ],
    [
      { authToken: 'ü' },
      'InvalidOptionsError',
      `AnthropicClient: authToken: is a string with other characters; pass ${visible}`,
    ],
    [
      { apiKey: () => 'a\n' },
      'InvalidOptionsError',
      `apiKey: the function returned a string with other characters; pass ${visible}`,
    ],
    [{ apiKey: () => '' }, 'InvalidOptionsError', `apiKey: the function returned an empty string; pass ${visible}`],
    [
      { apiKey: () => of(null as unknown as string) },
      'InvalidOptionsError',
      `apiKey: the function returned null; pass ${visible}`,
    ],
    [{ apiKey: () => 987654 as never }, 'InvalidOptionsError', `the function returned a number; pass ${visible}`],
    [
      { apiKey: () => new String('key') as never },
      'InvalidOptionsError',
      `the function returned an object; pass ${visible}`,
    ],
    [{ authToken: () => EMPTY }, 'InvalidOptionsError', `authToken: the function returned no value; pass ${visible}`],
  ])('of %j errors without the value', async (options, name, message) => {
    await expect(header(options)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});
