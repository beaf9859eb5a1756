import { describe, expect, it } from '@jest/globals';
import { createEventBound } from '../../lib/sse/event-bound.ts';

/** Whether the event is too large after each piece. */
const exceeded = (maxEventBytes: number, ...pieces: string[]) => {
  const bound = createEventBound(maxEventBytes);
  return pieces.map(bound.exceeds);
};

describe('createEventBound', () => {
  it.each<[string[], boolean[]]>([
    [['1234'], [false]],
    [['12345'], [true]],
    [
      ['12', '34', '5'],
      [false, false, true],
    ],
    [
      ['12\n', '3'],
      [false, false],
    ],
    [
      ['12\n', '34'],
      [false, true],
    ],
    [
      ['123\n\n', '1234'],
      [false, false],
    ],
    [['12345678\n\n1234'], [false]],
    [['12345678\n\n12345'], [true]],
    [
      ['123\n', '\n1234'],
      [false, false],
    ],
    [
      ['123\n', '\n12345'],
      [false, true],
    ],
    [
      ['123', '\n1234'],
      [false, true],
    ],
    [['\n\n1\n\n1234'], [false]],
    [
      ['1234', '', '5'],
      [false, false, true],
    ],
    [
      ['123\n', '\n', '1234'],
      [false, false, false],
    ],
  ])('of four bytes, given the pieces %j', (pieces, expected) => {
    expect(exceeded(4, ...pieces)).toEqual(expected);
  });

  it('counts 64 bytes for a line and for a piece, beyond 64 KiB', () => {
    const lines = (count: number) => `${'\n'.repeat(count)}x`;
    // 1024 × 64 bytes is 64 KiB: one piece and 1023 lines.
    expect(exceeded(2_000, `x${'\nx'.repeat(512)}`, ...Array<string>(511).fill('x'), 'x').slice(-2)).toEqual([
      false,
      true,
    ]);
    expect(exceeded(9_999, 'a\n'.repeat(1_023))).toEqual([false]);
    expect(exceeded(9_999, 'a\n'.repeat(1_024))).toEqual([true]);
    // The piece of the previous event does not count.
    expect(exceeded(9_999, 'x\n\n', 'a\n'.repeat(1_023))).toEqual([false, false]);
    expect(exceeded(4, lines(2_000))).toEqual([false]);
  });

  it('allows more lines in a larger event', () => {
    expect(exceeded(64 * 1025, 'a\n'.repeat(1_024))).toEqual([false]);
    expect(exceeded(64 * 1025, 'a\n'.repeat(1_025))).toEqual([true]);
  });

  it('starts again after a blank line', () => {
    const [first, second] = exceeded(9_999, 'a\n'.repeat(1_000), `\n${'a\n'.repeat(1_000)}`);
    expect([first, second]).toEqual([false, false]);
  });

  it('reports whether the text ends within a line', () => {
    const bound = createEventBound(9);
    const inLine = (piece: string) => {
      bound.exceeds(piece);
      return bound.isInLine();
    };
    expect(bound.isInLine()).toBe(false);
    expect(['a', '', 'a\n', '\n', 'a\n\n', 'b'].map(inLine)).toEqual([true, true, false, false, false, true]);
  });
});
