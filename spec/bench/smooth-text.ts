import { lastValueFrom, of, VirtualTimeScheduler } from 'rxjs';
import { smoothText, type TextUnit } from '../../lib/index.ts';
import { exponentOf, rounds } from './support/rounds.ts';
import type { Row, Section } from './support/section.ts';

const units: readonly TextUnit[] = ['word', 'grapheme', 'sentence', 'line', /[,.;]\s+/];
const sentence = 'The quick brown fox, as ever, jumps over the lazy dog. ';
const lengths = [100_000, 200_000, 400_000] as const;

/** Cost of re-cutting text that is there at once, as from `fromMessage` or for a late subscriber of `shareStream`. */
export async function smoothTextOfOnePiece(): Promise<Section> {
  const rows: Row[] = [];
  for (const by of units) {
    const medians: number[] = [];
    for (const length of lengths) {
      const text = sentence.repeat(length / sentence.length);
      const run = () => {
        const scheduler = new VirtualTimeScheduler();
        const last = lastValueFrom(of(text).pipe(smoothText({ by, scheduler })));
        scheduler.flush();
        return last;
      };
      const [times] = await rounds({ smoothText: run }, 7);
      medians.push(times?.median ?? NaN);
    }
    rows.push({
      by: String(by),
      ...Object.fromEntries(lengths.map((length, i) => [`${length / 1_000} KB (ms)`, medians[i] ?? NaN])),
      exponent: exponentOf(lengths.map((length, i) => [length, medians[i] ?? NaN])),
    });
  }
  return {
    title: 'smoothText with one large piece',
    text: 'A text that arrives as one piece, from the piece to the last segment, without the time it waits.',
    tables: [{ rows }],
  };
}
