import { describe, expect, it } from '@jest/globals';
import { closeEmphasis } from '../../lib/markdown/close-emphasis.ts';

describe('closeEmphasis', () => {
  it.each([
    ['*a', '*'],
    ['**a *b', '***'],
    ['***a*', '**'],
    ['__a _b', '___'],
    ['~~a', '~~'],
    ['~~~~a', ''],
    ['`a', '`'],
    ['``a ` b', '``'],
    ['**a `b', '`**'],
    ['a*b', '*'],
    ['a_b', ''],
    ['a * b', ''],
    ['\\*a', ''],
    ['`*` a', ''],
    ['[a](b_*c)', ''],
    ['<https://a_b.c/*d>', ''],
    ['*a\n\nb', ''],
    ['*a\n- b', ''],
    ['- *a\n  b', '*'],
    ['| *a | b', ''],
    ['| *a | *b', '*'],
    ['> *a\n> b', '*'],
    ['*a* **b**', ''],
  ])('adds to %j the marks %j', (text, marks) => {
    expect(closeEmphasis(text)).toBe(text + marks);
  });

  it('removes spaces before the marks, which could not close after them', () => {
    expect(closeEmphasis('**a ')).toBe('**a**');
  });

  it('closes nothing in a text with many open marks', () => {
    expect(closeEmphasis('*a '.repeat(10))).toBe('*a '.repeat(10));
  });
});
