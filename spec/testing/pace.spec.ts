import { describe, expect, it } from '@jest/globals';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';
import { pacer } from '../../lib/testing/pace.ts';
import { sseFrames } from '../../lib/testing/sse-frames.ts';

const frames = [
  ...sseFrames(
    new TextEncoder().encode(
      sseBody([
        ...messageEvents({ content: ['one two', { thinking: 'three' }, { tool_use: { name: 'x' } }], chunk: 99 }),
      ]),
    ),
  ),
];

describe('pacer', () => {
  it('delays deltas by the time of their tokens, and no other events', () => {
    const timeOf = pacer({ tokensPerSecond: 100 });
    expect(frames.map(timeOf)).toEqual([
      0, // message_start
      0,
      20, // 'one two'
      0,
      0,
      10, // 'three'
      0, // signature
      0,
      0,
      0, // ''
      10, // '{}'
      0,
      0,
      0,
    ]);
  });

  it('takes no time without a speed', () => {
    expect(frames.map(pacer({}))).toEqual(frames.map(() => 0));
  });

  it('strays from the pace by the jitter, the same way for the same seed', () => {
    const times = (jitter: number, seed: number) => {
      const timeOf = pacer({ tokensPerSecond: 100, jitter, seed });
      return Array.from({ length: 200 }, () => timeOf(frames[5]!));
    };
    expect(times(0.5, 1)).toEqual(times(0.5, 1));
    expect(times(0.5, 1)).not.toEqual(times(0.5, 2));
    const [least, most] = [Math.min(...times(0.5, 1)), Math.max(...times(0.5, 1))];
    expect(least).toBeGreaterThanOrEqual(5);
    expect(least).toBeLessThan(6);
    expect(most).toBeLessThanOrEqual(15);
    expect(most).toBeGreaterThan(14);
  });
});
