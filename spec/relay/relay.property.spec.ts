import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, interval, map, of, take, timer } from 'rxjs';
import { createRelay, type Relay, type RelayedEvent } from '../../lib/relay/index.ts';
import { blockStop, text, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { FrailLog } from './frail-log.ts';

const lease = 300;
/** Shorter than a lease: the process is slow, not dead. */
const longestFreeze = 100;
/** All faults happen in the first second and a half; then everything has time to end. */
const time = fc.integer({ min: 0, max: 1_500 });
const fault = fc.oneof(
  fc.record({ at: time, kind: fc.constant('set back'), size: fc.integer({ min: 0, max: 60 }) }),
  fc.record({ at: time, kind: fc.constant('lose replies'), size: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ at: time, kind: fc.constant('freeze'), size: fc.integer({ min: 1, max: longestFreeze }) }),
);
/**
 * The time for the three repeats of an append, in ms, which a freeze delays. A second loss within it would double the waits
 * of the producer, and a reader that continues in an empty log waits for two leases only.
 */
const repeats = 400 + longestFreeze;
const faultsApart = fc.array(fault, { maxLength: 6 }).filter((faults) => {
  const losses = faults.filter(({ kind }) => kind === 'lose replies').map(({ at }) => at);
  return losses.every((at, i) => losses.every((other, j) => i === j || Math.abs(at - other) >= repeats));
});
const visits = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 1_400 }),
    /** How long each of the reader's connections lasts. */
    connections: fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 4 }),
    isNear: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

const count = 100;
const written = Array.from({ length: count }, (_, i) => `${i};`).join('');
const reply$ = concat(
  of(messageStart(), textStart(0)),
  interval(10).pipe(
    take(count),
    map((i) => text(0, `${i};`)),
  ),
  of(blockStop(0), messageDelta(), messageStop),
);

interface Seen {
  text: string;
  seqs: number[];
  end: string | undefined;
}

/** Reads with one connection after another, each from the place where the previous one broke. */
function visit(relay: Relay, lasts: readonly number[], seen: Seen, after?: string): void {
  const [first, ...rest] = lasts;
  let last = after;
  const subscription = relay.attach('id', { after }).subscribe({
    next: ({ id, event }: RelayedEvent) => {
      last = id;
      seen.seqs.push(Number(id.split('-')[1]));
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') seen.text += event.delta.text;
    },
    error: (error: unknown) => (seen.end = (error as Error).name),
    complete: () => (seen.end = 'complete'),
  });
  if (first === undefined) return;
  timer(first).subscribe(() => {
    if (seen.end !== undefined) return;
    subscription.unsubscribe();
    visit(relay, rest, seen, last);
  });
}

describe('whatever happens to the log and to connections', () => {
  it('a reader receives every event once and in order, and so does a late one', () => {
    fc.assert(
      fc.property(faultsApart, visits, (faults, readers) => {
        const all: Seen[] = [];
        const late: Seen = { text: '', seqs: [], end: undefined };
        marbles(({ flush }) => {
          const shared = new FrailLog('id');
          const producing = shared.connect();
          const near = createRelay({ log: producing.log, lease });
          const far = createRelay({ log: shared.connect().log, lease });
          near.start('id', reply$).subscribe();
          for (const { at, kind, size } of faults) {
            const fail = () => {
              if (kind === 'set back') shared.setBack(size);
              else if (kind === 'lose replies') producing.loseReplies(size);
              else producing.freeze();
            };
            timer(at).subscribe(fail);
            if (kind === 'freeze') timer(at + size).subscribe(() => producing.thaw());
          }
          for (const { from, connections, isNear } of readers) {
            const seen: Seen = { text: '', seqs: [], end: undefined };
            all.push(seen);
            timer(from).subscribe(() => visit(isNear ? near : far, connections, seen));
          }
          timer(6_000).subscribe(() => visit(far, [], late));
          flush();
        });
        for (const { text: read, seqs, end } of all) {
          expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
          // A new reader of a log that just lost everything cannot know that the reply exists.
          if (end !== 'UnknownStreamError' || read !== '') expect([read, end]).toEqual([written, 'complete']);
        }
        expect([late.text, late.end]).toEqual([written, 'complete']);
      }),
      { numRuns: 60 },
    );
  });
});
