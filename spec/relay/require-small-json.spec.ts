import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AnthropicClient } from '../../lib/index.ts';
import { proxyHandler } from '../../lib/relay/index.ts';
import { type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { allow, key } from './proxy.ts';

let api: ReplayServer;
beforeAll(async () => {
  api = await startReplayServer();
});
afterAll(() => api.close());

function ask(body: string, maxBodyBytes?: number) {
  const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
  const policy = { ...allow, tools: ['t'], ...(maxBodyBytes && { maxBodyBytes }) };
  const handler = proxyHandler({ client, allow: policy, authorize: 'everyone' });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  return handler(new Request('https://page.example/v1/messages', init));
}

const { model, max_tokens: maxTokens } = params;
const withMessages = (list: string) => `{"model":"${model}","max_tokens":${maxTokens},"messages":[${list}]}`;
const many = (count: number, value: string) => Array<string>(count).fill(value).join(',');
const keys = (count: number) => Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',');
const megabyte = 1024 * 1024;

const tooMany = 'body: must not contain more than 65536 keys and values.';
const tooDeep = 'body: must not be nested deeper than 200 levels.';

/** Bodies of up to 1 MiB, the status, and how the refusal begins. */
const hostile: [string, string, number, string][] = [
  ['100,000 wrong turns', withMessages(many(100_000, '{"a":1}')), 400, tooMany],
  ['300,000 empty turns', withMessages(many(300_000, '{}')), 400, tooMany],
  ['10,000 wrong turns', withMessages(many(10_000, '{}')), 400, 'messages[0].role: must be one of'],
  ['95,000 keys', `{${keys(95_000)}}`, 400, tooMany],
  ['30,000 keys', `{${keys(30_000)}}`, 403, 'k0: is not allowed here.'],
  ['one key 100,000 times', `{${many(100_000, '"model":1')}}`, 400, tooMany],
  ['500,000 numbers', `[${many(500_000, '1')}]`, 400, tooMany],
  ['100,000 nested arrays', '['.repeat(100_000) + ']'.repeat(100_000), 400, tooDeep],
  ['nothing but opening brackets', '['.repeat(megabyte), 400, tooDeep],
  ['nested objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400, tooDeep],
  ['a deep schema', withMessages(`{"role":"user","content":${'['.repeat(300)}${']'.repeat(300)}}`), 400, tooDeep],
  ['a long model', `{"model":"${'x'.repeat(megabyte - 20)}"}`, 403, 'model: "xxx'],
  ['a long key', `{"${'x'.repeat(megabyte - 20)}":1}`, 403, 'xxx'],
  ['a string of escaped quotes', `{"model":"${'\\"'.repeat(500_000)}"}`, 403, 'model: "'],
  ['a string of backslashes', `{"model":"${'\\\\'.repeat(500_000)}"}`, 403, 'model: "'],
  ['a string without an end', `{"model":"${'x'.repeat(megabyte - 20)}`, 400, 'body: must be JSON.'],
  ['a huge number', `{"max_tokens":${'9'.repeat(megabyte - 20)}}`, 400, 'max_tokens: must be a number.'],
  ['an endless exponent', `{"max_tokens":1e${'9'.repeat(1_000)}}`, 400, 'max_tokens: must be a number.'],
  ['spaces', ' '.repeat(megabyte), 400, 'body: must be JSON.'],
];

describe('a hostile body', () => {
  it.each(hostile)('of %s is refused in one short message', async (_, body, status, begins) => {
    expect(body.length).toBeLessThanOrEqual(megabyte);
    const response = await ask(body);
    const text = await response.text();
    const { error } = JSON.parse(text) as { error: { message: string } };
    expect([response.status, error.message.slice(0, begins.length)]).toEqual([status, begins]);
    expect(text.length).toBeLessThan(1_000);
    expect(api.requests).toEqual([]);
  });

  it('reads no value after the first refused one', async () => {
    const { checkPolicy } = await import('../../lib/relay/check-policy.ts');
    const { resolvePolicy } = await import('../../lib/relay/allow-policy.ts');
    let looked = 0;
    const turns = Array.from({ length: 1_000 }, () => ({
      get role() {
        looked++;
        return 'robot';
      },
    }));
    expect(() => checkPolicy({ messages: turns }, resolvePolicy('spec', allow))).toThrow('messages[0].role');
    expect(looked).toBe(1);
  });
});

describe('the bounds', () => {
  const nested = (levels: number) => `{"model":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  it.each([
    [nested(200), 'model: must be a string.'],
    [nested(201), tooDeep],
    // Every proxy accepts 1,000.
    [`[${many(999, '1')}]`, 'body: must be an object, such as { model, max_tokens, messages }.'],
    [
      `[${many(1_000, '1')}]`,
      'body: must not contain more than 1000 keys and values. Send fewer, or raise allow.maxBodyBytes of the proxy.',
    ],
    [`["${'[,:{'.repeat(1_000)}"]`, 'body: must be an object, such as { model, max_tokens, messages }.'],
    ['["\\\\"]', 'body: must be an object, such as { model, max_tokens, messages }.'],
    // After an escaped quote the string continues; after an escaped backslash it ends.
    [`["\\"${'['.repeat(1_000)}"]`, 'body: must be an object, such as { model, max_tokens, messages }.'],
    [`["\\\\",${'['.repeat(300)}`, tooDeep],
  ])('are exact, as %# shows', async (body, message) => {
    expect(await (await ask(body, 10_000)).json()).toMatchObject({ error: { message } });
  });
});
