import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable } from 'rxjs';
import { AnthropicClient, type RequestOptions } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { wrongOptions } from '../support/wrong-options.ts';

const fetch = fakeFetch(() => messageEvents('Hi'));
const failure = (source: Observable<unknown>) => lastValueFrom(source).catch((error: unknown) => error);
const headers = 'pass a record of headers, an array of pairs or Headers';
const pair = 'must be a pair: [name, value]';
const name = 'has a name that HTTP does not allow; use ASCII letters, digits and -';
const value =
  'has characters that HTTP cannot carry; remove line breaks, control characters and characters beyond Latin-1';
const aString = 'pass a string, null to remove the header, or undefined';

describe('a call refuses, as an error notification,', () => {
  const { messages, beta } = new AnthropicClient({ apiKey: 'k', fetch });

  it.each<[object, string, string]>([
    ...wrongOptions,
    [{ headers: 7 }, 'headers', `is 7; ${headers}`],
    [{ headers: { 'x-a': 'hidden\nx' } }, 'headers.x-a', value],
    [{ headers: { 'X-A': 'hidden\0' } }, 'headers.x-a', value],
    [{ headers: { 'x-a': 'hidden €' } }, 'headers.x-a', value],
    [{ headers: { 'x-a': 5 } }, 'headers.x-a', `is a number; ${aString}`],
    [{ headers: { 'x-a': ['b', null] } }, 'headers.x-a', `is null; ${aString}`],
    [{ headers: { 'authorization: hidden': 'x' } }, 'headers[0]', name],
    [
      {
        headers: [
          ['x-a', 'b'],
          ['', 'hidden'],
        ],
      },
      'headers[1]',
      name,
    ],
    [{ headers: [['x-a']] }, 'headers[0]', pair],
    [{ headers: ['x-a: hidden'] }, 'headers[0]', pair],
    [
      { signal: new AbortController() },
      'signal',
      'is an object; pass an AbortSignal, such as the signal of an AbortController',
    ],
    [{ paused$: true }, 'paused$', 'is true; pass an Observable of true and false'],
    [{ maxretries: 1 }, 'maxretries', 'is not an option; did you mean maxRetries?'],
    [{ observer: 1 }, 'observer', expect.stringMatching(/^is not an option; the options are headers, /) as never],
  ])('%j', async (options, path, message) => {
    fetch.requests.length = 0;
    const error = await failure(messages.stream(params, options));
    expect(error).toMatchObject({ name: 'InvalidOptionsError', issues: [{ path, message }] });
    expect((error as Error).message).toMatch(/^messages\.stream: /);
    expect((error as Error).message).not.toContain('hidden');
    expect(fetch.requests).toEqual([]);
  });

  it.each([5, 'x', null, true])('%j instead of options', async (value) => {
    const options = value as never; // what JavaScript may pass
    for (const call$ of [
      messages.stream(params, options),
      messages.connect(params, options),
      messages.create(params, options),
      messages.countTokens(params, options),
    ]) {
      const message: unknown = expect.stringContaining('must be an object');
      expect(await failure(call$)).toMatchObject({ name: 'InvalidOptionsError', message });
    }
  });

  it.each<[string, (options: never) => Observable<unknown>]>([
    ['messages.stream', (options) => messages.stream(params, options)],
    ['messages.connect', (options) => messages.connect(params, options)],
    ['messages.create', (options) => messages.create(params, options)],
    ['messages.countTokens', (options) => messages.countTokens(params, options)],
    ['beta.messages.stream', (options) => beta.messages.stream(params, options)],
    ['beta.messages.connect', (options) => beta.messages.connect(params, options)],
    ['beta.messages.create', (options) => beta.messages.create(params, options)],
    ['beta.messages.countTokens', (options) => beta.messages.countTokens(params, options)],
  ])('wrong options of %s in its name', async (owner, call) => {
    const message = `${owner}: options must be an object, such as { headers }`;
    expect(await failure(call(null as never))).toMatchObject({ name: 'InvalidOptionsError', message });
    const misspelt = `${owner}: timout: is not an option; did you mean timeout?`;
    expect(await failure(call({ timout: 5 } as never))).toMatchObject({ message: misspelt });
  });

  it('observe where the result is not a body', async () => {
    expect(await failure(messages.stream(params, { observe: 'response' } as RequestOptions))).toMatchObject({
      issues: [{ path: 'observe', message: expect.stringMatching(/^is not an option/) }],
    });
    expect(await failure(messages.create(params, { observe: 'events' } as never))).toMatchObject({
      issues: [{ path: 'observe', message: 'is a string; pass one of body, response' }],
    });
  });

  it('default headers that no request can carry, by name', async () => {
    const client = new AnthropicClient({ apiKey: 'k', fetch, defaultHeaders: { authorization: 'Bearer hidden\nx' } });
    expect(await failure(client.messages.stream(params))).toMatchObject({
      name: 'InvalidOptionsError',
      message: `AnthropicClient: defaultHeaders.authorization: ${value}`,
    });
  });

  it.each<[string, () => unknown, string]>([
    ['undefined', () => undefined, 'undefined'],
    ['null', () => null, 'null'],
    ['a number', () => 42, 'a number'],
    ['an object', () => ({ key: 'hidden' }), 'an object'],
    ['a promise of a number', () => Promise.resolve(42), 'a number'],
    ['an empty string', () => '', 'an empty string'],
    ['a key with a line break', () => 'hidden\n', 'a string with other characters'],
    ['nothing', () => [], 'no value'],
  ])('%s from a function of a key or token', async (_, give, given) => {
    for (const option of ['apiKey', 'authToken']) {
      const client = new AnthropicClient({ [option]: give, fetch });
      const message = `AnthropicClient: ${option}: the function returned ${given}; pass a string of visible ASCII characters without spaces`;
      expect(await failure(client.messages.stream(params))).toMatchObject({ name: 'InvalidOptionsError', message });
    }
  });
});
