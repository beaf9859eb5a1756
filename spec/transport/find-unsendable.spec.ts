import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { findUnsendable } from '../../lib/transport/find-unsendable.ts';
import { params } from '../support/params.ts';

const circular: Record<string, unknown> = {};
circular['self'] = { again: [circular] };
const deep: Record<string, unknown> = {};
for (let i = 0, inner = deep; i < 20_000; i++) inner = inner['a'] = {};
const shared = { fine: true };
const boom = () => {
  throw new Error('hidden');
};

describe('params that cannot be sent', () => {
  it.each<[string, object, string, string]>([
    [
      'a cycle',
      { metadata: circular },
      'metadata.self.again[0]',
      'refers to an object that contains it; pass plain data without cycles',
    ],
    [
      'a bigint',
      {
        tools: [
          { name: 'e', a: shared },
          { name: 'f', a: shared, input_schema: { max: 1n } },
        ],
        x: shared,
      },
      'tools[1].input_schema.max',
      'is a bigint, which JSON cannot represent; pass a number or a string',
    ],
    [
      'a getter that throws',
      { metadata: Object.defineProperty({}, 'user_id', { get: boom, enumerable: true }) },
      'metadata.user_id',
      'cannot be read: its getter throws; pass plain data',
    ],
    [
      'a param whose getter throws',
      Object.defineProperty({}, 'system', { get: boom, enumerable: true }),
      'system',
      'cannot be read: its getter throws; pass plain data',
    ],
    [
      'a toJSON that throws',
      { metadata: { user_id: { toJSON: boom } } },
      'metadata.user_id',
      'cannot be converted to JSON: its toJSON or its keys throw; pass plain data',
    ],
    [
      'data that is too deep',
      { metadata: deep },
      `metadata${'.a'.repeat(96)}…`,
      'is nested more than 1000 levels deep; pass flatter data',
    ],
  ])('such as %s are an error notification with the path', async (_, wrong, path, message) => {
    const fetch = fakeFetch(messageEvents('Hi'));
    const given = Object.defineProperties({ ...params }, Object.getOwnPropertyDescriptors(wrong));
    const events$ = new AnthropicClient({ apiKey: 'k', fetch }).messages.stream(given);
    const error: unknown = await lastValueFrom(events$).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'InvalidParamsError', issues: [{ path, message }], cause: expect.anything() });
    expect((error as Error).message).not.toContain('hidden');
    expect(fetch.requests).toEqual([]);
  });
});

describe('findUnsendable', () => {
  const nested = (levels: number, inside: unknown): object => {
    let value = inside;
    for (let i = 0; i < levels; i++) value = [value];
    return value as object; // for 1 level or more
  };
  const bigint = 'is a bigint, which JSON cannot represent; pass a number or a string';
  const long = 'a'.repeat(200);

  it.each<[string, object, string, string]>([
    ['a bigint at the deepest level', nested(1_000, 1n), `${'[0]'.repeat(66)}[0…`, bigint],
    [
      'an object one level deeper',
      nested(1_001, 1n),
      `${'[0]'.repeat(66)}[0…`,
      'is nested more than 1000 levels deep; pass flatter data',
    ],
    ['a path of 200 characters', { [long]: 1n }, long, bigint],
    ['a longer path', { [`${long}b`]: 1n }, `${long}…`, bigint],
    ['the result of toJSON', { a: { toJSON: () => ({ b: 1n }) } }, 'a.b', bigint],
    ['params whose toJSON returns a bigint', { toJSON: (key: string) => key === '' && 1n }, '', bigint],
    ['a field named toJSON', { a: { toJSON: 1n } }, 'a.toJSON', bigint],
    ['null and functions', { a: null, b: () => 1n, c: 1n }, 'c', bigint],
    ['a bigint after 1001 objects', { a: Array.from({ length: 1_001 }, () => ({})), b: 1n }, 'b', bigint],
    ['nothing wrong', { a: [{}] }, '', 'cannot be converted to JSON; see error.cause'],
  ])('of %s', (_, value, path, message) => {
    expect(findUnsendable(value)).toEqual({ path, message });
  });

  it('searches an object once, however many paths lead to it', () => {
    let value: object = {};
    for (let i = 0; i < 100; i++) value = [value, value]; // 2 ** 100 paths
    expect(findUnsendable([value, 1n])).toEqual({ path: '[1]', message: bigint });
  });
});
