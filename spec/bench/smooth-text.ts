import { lastValueFrom, of, VirtualTimeScheduler } from 'rxjs';
import { smoothText, type TextUnit } from '../../lib/index.ts';
import { growthOf } from './support/growth.ts';
import type { Row, Section } from './support/section.ts';

const units: readonly TextUnit[] = ['word', 'grapheme', 'sentence', 'line', /[,.;]\s+/];
const sentence = 'The quick brown fox, as ever, jumps over the lazy dog. ';
const lengths = [100_000, 200_000, 400_000] as const;

function run(text: string, by: TextUnit): Promise<string> {
  const scheduler = new VirtualTimeScheduler();
  const last = lastValueFrom(of(text).pipe(smoothText({ by, scheduler })));
  scheduler.flush();
  return last;
}

/** Cost of smoothing text that is already complete, as from `fromMessage` or for a late subscriber of `shareStream`. */
export async function smoothTextOfOnePiece(): Promise<Section> {
  const rows: Row[] = [];
  for (const by of units) {
    const runs = new Map(lengths.map((length) => [length, () => run(sentence.repeat(length / sentence.length), by)]));
    rows.push({ by: String(by), ...(await growthOf(runs, 7)) });
  }
  return {
    title: 'smoothText with one large piece',
    text: 'A text that arrives as one piece, from the piece to the last segment, without the time it waits.',
    tables: [{ rows }],
  };
}
