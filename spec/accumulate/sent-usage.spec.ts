import { describe, expect, it } from '@jest/globals';
import { completeMessage } from '../../lib/accumulate/complete-event.ts';
import { noteSentUsage, sentUsage } from '../../lib/accumulate/sent-usage.ts';

describe('sentUsage', () => {
  it.each<[string, object | null | undefined, object]>([
    ['a complete usage', { input_tokens: 5, output_tokens: 0 }, { input_tokens: 5, output_tokens: 0 }],
    ['counts of null', { input_tokens: null, output_tokens: 1 }, { output_tokens: 1 }],
    ['null', null, {}],
    ['nothing', undefined, {}],
  ])('of %s', (_, usage, expected) => {
    expect(sentUsage(usage)).toEqual(expected);
  });

  it('does not contain the counts that the client added', () => {
    const { usage } = completeMessage<{ usage: object }>({ usage: { output_tokens: 3, input_tokens: null } });
    expect(usage).toEqual({ input_tokens: 0, output_tokens: 3 });
    expect(sentUsage(usage)).toEqual({ output_tokens: 3 });
  });

  it('of a usage that needed no counts is that usage', () => {
    const usage = { output_tokens: 3 };
    expect(noteSentUsage(usage, usage)).toBe(usage);
    expect(sentUsage(usage)).toEqual(usage);
  });
});
