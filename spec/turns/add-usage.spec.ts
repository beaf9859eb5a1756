import { expect, it } from '@jest/globals';
import { addUsage } from '../../lib/turns/add-usage.ts';

const tokens = { input_tokens: 1, output_tokens: 1 };

it.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
  ['numbers are added, also inside', { a: 1, b: { c: 2 } }, { a: 3, b: { c: 4, d: 5 } }, { a: 4, b: { c: 6, d: 5 } }],
  ['lists are joined', { a: [1] }, { a: [2, 3] }, { a: [1, 2, 3] }],
  ['null counts as absent', { a: 1, b: null }, { a: null, b: 2 }, { a: 1, b: 2 }],
  ['null stays where the earlier reply has nothing', {}, { a: null }, { a: null }],
  ['a text is that of the later reply', { a: 'standard' }, { a: 'batch' }, { a: 'batch' }],
  ['a value of another kind is that of the later reply', { a: { b: 1 }, c: 1 }, { a: 'x', c: [1] }, { a: 'x', c: [1] }],
])('%s', (_, before, after, sum) => {
  expect(addUsage({ ...tokens, ...before }, { ...tokens, ...after })).toEqual({
    input_tokens: 2,
    output_tokens: 2,
    ...sum,
  });
});

it('does not change either usage', () => {
  const [before, after] = [Object.freeze({ ...tokens }), Object.freeze({ ...tokens })];
  expect(addUsage(before, after)).toEqual({ input_tokens: 2, output_tokens: 2 });
});
