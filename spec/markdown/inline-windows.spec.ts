import { describe, expect, it } from '@jest/globals';
import { inlineWindows } from '../../lib/markdown/inline-windows.ts';

const lengths = (text: string) => [...inlineWindows(text)].map(({ length }) => length);

describe('inlineWindows', () => {
  it.each([0, 1, 8_191, 8_192])('leaves a text of %i characters whole', (length) => {
    expect([...inlineWindows('a'.repeat(length))]).toEqual(['a'.repeat(length)]);
  });

  it('splits a longer text after a line break, else after a space', () => {
    expect(lengths(`${'a'.repeat(5_000)}\n${'b '.repeat(1_000)}${'c'.repeat(9_000)}`)).toEqual([5_001, 8_192, 2_808]);
    expect(lengths(`${'a'.repeat(5_000)} ${'b'.repeat(4_000)}`)).toEqual([5_001, 4_000]);
  });

  it('splits a text without white space in the second half of the window, but never a character', () => {
    expect(lengths(`a ${'b'.repeat(9_000)}`)).toEqual([8_192, 810]);
    expect(lengths(`${'a'.repeat(8_191)}😀b`)).toEqual([8_191, 3]);
  });

  it('splits a text of more than 512 marks before the next one', () => {
    expect(lengths('*a'.repeat(512))).toEqual([1_024]);
    expect(lengths('*a'.repeat(1_500))).toEqual([1_024, 1_024, 952]);
    expect(lengths(`${'*a'.repeat(500)} ${'_b'.repeat(20)}`)).toEqual([1_001, 40]);
  });

  it('loses nothing', () => {
    const text = 'a *line* of text\n'.repeat(3_000);
    expect([...inlineWindows(text)].join('')).toBe(text);
  });
});
