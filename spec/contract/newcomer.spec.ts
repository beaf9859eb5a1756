import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { lastValueFrom, merge, type Observable, switchMap } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions, type MessageCreateParams } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

/** The failure of an app: an exception, or an error notification. */
async function failure(attempt: () => Observable<unknown>): Promise<{ name: string; message: string }> {
  try {
    await lastValueFrom(attempt(), { defaultValue: undefined });
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  return { name: 'none', message: '' };
}

const fetch = fakeFetch(messageEvents('Hello'));
const client = (options: AnthropicClientOptions = {}) => new AnthropicClient({ apiKey: 'key', fetch, ...options });

/** Params that plain JavaScript, or a spread, can contain. */
const wrong = (changes: object): MessageCreateParams => ({ ...params, ...changes });

afterEach(() => {
  fetch.requests.length = 0;
  jest.restoreAllMocks();
  for (const name of ['window', 'document', 'navigator']) Reflect.deleteProperty(globalThis, name);
});

describe('the error message contains the fix for', () => {
  it.each<[string, () => Observable<unknown>, string]>([
    [
      'a model of the wrong type',
      () => client().messages.stream(wrong({ model: { id: 'claude-sonnet-5' } })),
      'model: must be the id of a model, such as "claude-sonnet-5"',
    ],
    [
      'a param written in camel case',
      () => client().messages.stream(wrong({ max_tokens: undefined, maxTokens: 64 })),
      'max_tokens: must be a whole number of tokens, such as 1024, or 0 to only warm the prompt cache',
    ],
    [
      'a prompt in the place of messages',
      () => client().messages.stream(wrong({ messages: 'Hello' })),
      'messages: must be an array of turns, such as [{ role: "user", content: "Hello" }]',
    ],
    [
      'a prompt in the place of params',
      () => client().messages.stream('Hello' as unknown as MessageCreateParams),
      'params must be an object, such as { model, max_tokens, messages }',
    ],
    [
      'a role that there is not',
      () => client().messages.stream(wrong({ messages: [{ role: 'human', content: 'Hello' }] })),
      'messages[0].role: must be "user", "assistant" or "system"',
    ],
    [
      'stream: true in create()',
      () => client().messages.create(wrong({ stream: true })),
      'stream: create() emits the complete reply; remove it, or call stream(params) for the events',
    ],
  ])('%s, and nothing is sent', async (_, attempt, advice) => {
    expect(await failure(attempt)).toEqual({ name: 'InvalidParamsError', message: `Nothing was sent: ${advice}` });
    expect(fetch.requests).toEqual([]);
  });

  it.each<[string, () => Observable<unknown>, string]>([
    [
      'no key',
      () => client({ apiKey: null }).messages.stream(params),
      'apiKey: is missing; set ANTHROPIC_API_KEY or pass new AnthropicClient({ apiKey })',
    ],
    [
      'an empty key',
      () => client({ apiKey: '' }).messages.stream(params),
      'apiKey: is an empty string; pass a string of visible ASCII characters without spaces',
    ],
    [
      'a key and a token',
      () => client({ authToken: 'token' }).messages.stream(params),
      'authToken: set either apiKey or authToken, not both',
    ],
    [
      'a misspelt option',
      () => client({ baseUrl: 'https://proxy.example' } as AnthropicClientOptions).messages.stream(params),
      'baseUrl: is not an option; did you mean baseURL?',
    ],
  ])('%s among the options, and nothing is sent', async (_, attempt, advice) => {
    const error = await failure(attempt);
    expect(error).toEqual({ name: 'InvalidOptionsError', message: `AnthropicClient: ${advice}` });
    expect(fetch.requests).toEqual([]);
  });

  it('a key in a page, when the client is made', () => {
    Object.assign(globalThis, { window: {}, document: {} });
    Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
    expect(() => client({ fetch: globalThis.fetch })).toThrow(
      'apiKey: everyone who opens this page could read the key. Keep it on a server and point baseURL to a proxy of the ' +
        'same origin, or set dangerouslyAllowBrowser if you accept that',
    );
  });

  it('the body of one response subscribed twice', async () => {
    const twice$ = client()
      .messages.connect(params)
      .pipe(switchMap(({ events$ }) => merge(events$, events$)));
    expect((await failure(() => twice$)).message).toBe(
      'The body of this response is closed: subscribe to it once, through events$, serverSentEvents$ or bytes$, in the ' +
        'task in which connect() emitted it, such as connect(params).pipe(switchMap((response) => response.events$)).',
    );
  });
});

describe('the first lesson of the guide', () => {
  it('sends nothing without a subscription', async () => {
    // The linter reports it too, by rxjs-x/no-floating-observables.
    void client().messages.stream(params);
    await Promise.resolve();
    expect(fetch.requests).toEqual([]);
  });

  it('sends a request for each subscription', async () => {
    const events$ = client().messages.stream(params);
    await Promise.all([lastValueFrom(events$), lastValueFrom(events$)]);
    expect(fetch.requests).toHaveLength(2);
  });
});
