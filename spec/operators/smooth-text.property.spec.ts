import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import { cutText } from '../../lib/operators/cut-text.ts';
import { smoothText } from '../../lib/operators/smooth-text.ts';
import { anyText } from '../support/any-text.ts';
import { textUnits } from '../support/text-units.ts';

describe('smoothText', () => {
  it('emits each segment in time and all of the text, whenever the pieces arrive', () => {
    const arrivals = fc.array(fc.tuple(fc.nat(120), anyText), { maxLength: 12 });
    fc.assert(
      fc.property(
        arrivals,
        fc.constantFrom(...textUnits),
        fc.integer({ min: 20, max: 300 }),
        (pieces, by, targetLag) => {
          const scheduler = new VirtualTimeScheduler();
          const source = new Subject<string>();
          const wholeAt: number[] = [];
          const seen: [at: number, segment: string][] = [];
          source
            .pipe(smoothText({ by, targetLag, scheduler }))
            .subscribe((segment) => seen.push([scheduler.now(), segment]));
          const reference = cutText(by);
          let at = 0;
          for (const [gap, piece] of pieces) {
            const time = (at += gap);
            for (const _ of reference.push(piece)) wholeAt.push(time);
            scheduler.schedule(() => source.next(piece), time);
          }
          scheduler.flush();
          expect(seen.length).toBe(wholeAt.length);
          expect(seen.filter(([time], i) => time > (wholeAt[i] ?? 0) + targetLag)).toEqual([]);
          source.complete();
          expect(seen.map(([, segment]) => segment).join('')).toBe(pieces.map(([, piece]) => piece).join(''));
        },
      ),
      { numRuns: 300 },
    );
  });
});
