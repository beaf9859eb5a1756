import type { TextUnit } from '../../lib/operators/cut-text.ts';

/** Every named unit, and regular expressions: sticky, empty, with Unicode. */
export const textUnits: readonly TextUnit[] = [
  'grapheme',
  'word',
  'line',
  'sentence',
  /[,.;]\s+/,
  /\b/gy,
  /(?:)/u,
  /\n\n+/,
];
