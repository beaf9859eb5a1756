import { describe, expect, it } from '@jest/globals';
import { addToolInput, closeToolInput, knownToolInput, openToolInput } from '../../lib/accumulate/tool-input.ts';
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

  /** A block with so many characters of input, in a text that has not ended; only texts that have ended count. */
  const textBlock = (length: number) => {
    const json = '{"texts":["'.padEnd(length, 'x');
    return addToolInput({ type: 'tool_use', id: 'toolu_0', name: 'f', input: {} }, json) as ToolInputBlock;
  };
  const grown = (block: ToolInputBlock, text: string) => addToolInput(block, text) as ToolInputBlock;
  const textsOf = ({ input }: ToolInputBlock) => (input as { texts: string[] }).texts;

  it('is exact up to 4,096 characters', () => {
    const [short, long] = [textBlock(4_095), textBlock(4_096)];
    expect([textsOf(short), textsOf(long)]).toEqual([[], []]);
    expect(textsOf(grown(short, '"'))).toEqual([expect.stringMatching(/^x+$/)]);
    expect(grown(long, '"').input).toBe(long.input);
  });

  it('is read again when it has grown by an eighth', () => {
    const read = textBlock(8_000);
    expect(textsOf(read)).toEqual([]);
    const before = grown(read, 'y'.repeat(999));
    expect(before.input).toBe(read.input);
    expect(textsOf(grown(before, '"'))).toEqual([expect.stringMatching(/^x+y+$/)]);
  });

  it('is the same object until it changes', () => {
    const long = textBlock(8_000);
    expect(grown(long, '').input).toBe(long.input);
    const short = textBlock(1);
    expect(short.input).toBe(short.input);
  });

  it('is that of each state, also when two states continue the same one', () => {
    const before = textBlock(8_000);
    const [one, other] = ['y', 'z'].map((letter) => grown(before, `${letter.repeat(2_000)}"`)) as [
      typeof before,
      typeof before,
    ];
    expect([one, other].map(textsOf)).toEqual([[expect.stringMatching(/^x+y+$/)], [expect.stringMatching(/^x+z+$/)]]);
    expect(textsOf(before)).toEqual([]);
    expect([before, one, other].map((block) => knownToolInput(block)?.json.slice(-2))).toEqual(['xx', 'y"', 'z"']);
  });

  it('can be replaced, like every property of an object', () => {
    const block = textBlock(1);
    Object.defineProperty(block, 'input', { value: 'masked' });
    expect(block.input).toBe('masked');
  });

  it('may be null when it has ended', () => {
    const block = grown({ type: 'tool_use', id: 'toolu_0', name: 'f', input: {} }, 'null');
    expect(closeToolInput(block)).toEqual({ type: 'tool_use', id: 'toolu_0', name: 'f', input: null });
  });

  it('is one text of all fragments when it has ended', () => {
    const fragments = ['{"a":[', ...Array.from({ length: 100 }, (_, i) => `${i},`), '0]}'];
    const start: ToolInputBlock = { type: 'tool_use', id: 'toolu_0', name: 'f', input: {} };
    const closed = closeToolInput(fragments.reduce(grown, start));
    expect(knownToolInput(closed)).toEqual({ json: fragments.join(''), complete: true });
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

describe('an input that arrives with the start of its block', () => {
  it('is refused at the end of the block if it is nested too deeply for JSON', () => {
    const input: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const block: ToolInputBlock = { type: 'tool_use', id: 'toolu_0', name: 'f', input };
    openToolInput(block);
    expect(() => closeToolInput(block)).toThrow(expect.objectContaining({ name: 'MalformedStreamError' }));
  });
});
