import { describe, expect, it } from '@jest/globals';
import { AnthropicClient, type AnthropicClientOptions } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { wrongOptions } from '../support/wrong-options.ts';

const fetch = fakeFetch(() => messageEvents('Hi'));
const headers = 'pass a record of headers, an array of pairs or Headers';

function thrownBy(action: () => unknown): Error & { issues: unknown } {
  try {
    action();
  } catch (error) {
    return error as Error & { issues: unknown };
  }
  throw new Error('it threw nothing');
}

describe('a client refuses, when it is made,', () => {
  it.each<[object, string, string]>([
    ...wrongOptions,
    [{ apiKey: 42 }, 'apiKey', 'is a number; pass a string, a function that returns one, or null for none'],
    [{ authToken: {} }, 'authToken', 'is an object; pass a string, a function that returns one, or null for none'],
    [{ baseURL: 7 }, 'baseURL', 'is a number; pass a string'],
    [{ baseURL: 'api.example' }, 'baseURL', 'must be an http or https URL, such as https://api.anthropic.com'],
    [
      { baseURL: 'https://x.example/v1?key=hidden' },
      'baseURL',
      'must not have a query or a hash; pass https://x.example, from which requests go to https://x.example/v1/messages',
    ],
    [
      { baseURL: 'https://x.example/a/v1/messages/b' },
      'baseURL',
      'would send requests to https://x.example/a/v1/messages/b/v1/messages; pass https://x.example/a, from which they ' +
        'go to https://x.example/a/v1/messages',
    ],
    [{ apiVersion: '2023\n' }, 'apiVersion', 'is a string; pass a version such as "2023-06-01"'],
    [{ defaultHeaders: 'x: y' }, 'defaultHeaders', `is a string; ${headers}`],
    [{ logger: {} }, 'logger', 'must be an object with the methods error, warn, info and debug'],
    [{ interceptors: () => null }, 'interceptors', 'is a function; pass an array of functions'],
    [{ interceptors: [null] }, 'interceptors', 'must be an array of functions'],
    [{ logLevel: 'loud' }, 'logLevel', 'is a string; pass one of off, error, warn, info, debug'],
    [{ dangerouslyAllowHTTP: 'yes' }, 'dangerouslyAllowHTTP', 'is a string; pass true or false'],
    [{ baseUrl: undefined }, 'baseUrl', 'is not an option; did you mean baseURL?'],
    [{ apikey: 'k' }, 'apikey', 'is not an option; did you mean apiKey?'],
    [{ api_key: 'k' }, 'api_key', 'is not an option; did you mean apiKey?'],
    [{ headers: {} }, 'headers', 'is not an option; did you mean defaultHeaders?'],
  ])('%j', (options, path, message) => {
    const { issues, name, message: whole } = thrownBy(() => new AnthropicClient({ fetch, ...options }));
    expect({ name, issues }).toEqual({ name: 'InvalidOptionsError', issues: [{ path, message }] });
    expect(whole).toBe(`AnthropicClient: ${path}: ${message}`);
    expect(whole).not.toMatch(/hidden|Nothing was sent/);
  });

  it.each([[null], ['key'], [5]])('%j as its options', (options) => {
    expect(thrownBy(() => new AnthropicClient(options as unknown as AnthropicClientOptions))).toMatchObject({
      name: 'InvalidOptionsError',
      message: 'AnthropicClient: options must be an object, such as { apiKey }',
    });
  });
});
