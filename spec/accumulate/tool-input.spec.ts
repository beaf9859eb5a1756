import { describe, expect, it } from '@jest/globals';
import { addToolInput, openToolInput } from '../../lib/accumulate/tool-input.ts';
import type { ToolInputBlock } from '../../lib/types/content-block.ts';

/** Reads the input after each row; returns the lengths of all readings. */
function readings(rows: number): number[] {
  let block: ToolInputBlock = { type: 'tool_use', id: 'toolu_0', name: 'f', input: {} };
  openToolInput(block);
  return Array.from({ length: rows }, (_, i) => {
    block = addToolInput(block, i === 0 ? '{"rows":[0' : `,${i % 10}`) as ToolInputBlock;
    return (block.input as { rows?: unknown[] }).rows?.length ?? 0;
  });
}

describe('growing tool input, read after each fragment', () => {
  it('is exact while it is short', () => {
    expect(readings(1_000)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });

  it('lags by an eighth at most when it is long', () => {
    const lengths = readings(50_000);
    expect(lengths.filter((length, i) => length > i || length < i * 0.85)).toEqual([]);
  });

  it('takes linear time when it is long', () => {
    const charactersRead = (rows: number) => {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- put back below
      const { charAt } = String.prototype;
      let count = 0;
      try {
        String.prototype.charAt = function (at) {
          count++;
          return charAt.call(this, at);
        };
        readings(rows);
      } finally {
        String.prototype.charAt = charAt;
      }
      return count;
    };
    const [less, more] = [charactersRead(10_000), charactersRead(20_000)];
    expect(more - less).toBeLessThan(10_000 * ',0'.length * 12);
  });
});
