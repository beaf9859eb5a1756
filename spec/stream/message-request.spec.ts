import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

const circular: Record<string, unknown> = {};
circular['self'] = circular;
const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;

describe('params that JSON cannot hold', () => {
  it.each<[string, object]>([
    ['a cycle', { metadata: circular }],
    ['a BigInt', { metadata: { user_id: 'u', n: 1n } }],
    ['more nesting than the stack allows', { metadata: { user_id: 'u', deep } }],
    ['a toJSON() that throws', { metadata: { user_id: 'u', toJSON: () => JSON.parse('{') as unknown } }],
    [
      'a getter that throws',
      Object.defineProperty({}, 'metadata', { enumerable: true, get: () => JSON.parse('{') as unknown }),
    ],
  ])('are refused before anything is sent: %s', async (_, more) => {
    const fetch = fakeFetch(messageEvents('Hi'));
    const { messages } = new AnthropicClient({ apiKey: 'key', fetch });
    const wrong = Object.defineProperties({ ...params }, Object.getOwnPropertyDescriptors(more));
    const calls: Observable<unknown>[] = [messages.stream(wrong), messages.create(wrong), messages.connect(wrong)];
    for (const call of calls) {
      await expect(lastValueFrom(call)).rejects.toMatchObject({ name: 'InvalidParamsError' });
    }
    expect(fetch.requests).toHaveLength(0);
  });
});
