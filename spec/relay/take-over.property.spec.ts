import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, defer, interval, map, type Observable, of, take, timer } from 'rxjs';
import type { BetaMessage, MessageStreamEvent } from '../../lib/index.ts';
import { createRelay, type Relay, type RelayedEvent } from '../../lib/relay/index.ts';
import { blockStop, text, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { FrailLog } from './frail-log.ts';

const lease = 300;
const count = 60;
const time = fc.integer({ min: 0, max: 1_500 });
const processes = [0, 1, 2] as const;
const process = fc.constantFrom(...processes);
const fault = fc.oneof(
  fc.record({ at: time, kind: fc.constant('set back'), process, size: fc.integer({ min: 0, max: 60 }) }),
  fc.record({ at: time, kind: fc.constant('lose replies'), process, size: fc.integer({ min: 1, max: 3 }) }),
  // Up to five leases: other processes take its replies over.
  fc.record({ at: time, kind: fc.constant('freeze'), process, size: fc.integer({ min: 1, max: 1_500 }) }),
  fc.record({ at: time, kind: fc.constant('kill'), process: fc.constantFrom(0, 1), size: fc.constant(0) }),
  // A client that did not see the answer to its request sends it to another process.
  fc.record({ at: time, kind: fc.constant('start again'), process, size: fc.constant(0) }),
);
const visits = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 1_400 }),
    connections: fc.array(fc.record({ process, lasts: fc.integer({ min: 1, max: 600 }) }), { maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Numbered pieces from one on, each with the name of the request that it comes from. */
function reply(request: string, from: number): Observable<MessageStreamEvent> {
  const pieces$ = interval(10).pipe(
    take(count - from),
    map((i) => text(0, `${from + i}${request} `)),
  );
  return concat(of(messageStart(), textStart(0)), pieces$, of(blockStop(0), messageDelta(), messageStop));
}

interface Seen {
  text: string;
  seqs: number[];
  end: string | undefined;
}

/** Reads with one connection after another, the last one to the end. */
function visit(
  relays: readonly Relay[],
  [connection, ...rest]: readonly { process: number; lasts: number }[],
  seen: Seen,
  after?: string,
): void {
  let last = after;
  const again = () => visit(relays, rest, seen, last);
  const subscription = relays[connection?.process ?? 2]!.attach('id', { after }).subscribe({
    next: ({ id, event }: RelayedEvent) => {
      last = id;
      seen.seqs.push(Number(id.split('-')[1]));
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') seen.text += event.delta.text;
    },
    error: (error: unknown) => (seen.end ??= (error as Error).name),
    complete: () => (seen.end = 'complete'),
  });
  if (!connection) return;
  timer(connection.lasts).subscribe(() => {
    if (seen.end !== undefined) return;
    subscription.unsubscribe();
    again();
  });
}

describe('processes that freeze, die and lose what they wrote', () => {
  it('show every reader one reply, or the beginning of one with a typed error', () => {
    const ends = new Set<string | undefined>();
    fc.assert(
      fc.property(fc.array(fault, { maxLength: 8 }), visits, (faults, readers) => {
        const all: Seen[] = [];
        const starts = new Map<string, number>();
        const late: Seen = { text: '', seqs: [], end: undefined };
        marbles(({ flush }) => {
          const shared = new FrailLog('id');
          let requests = 0;
          const next = (from: number) => {
            const name = 'abcdefghijklmnopqrstuvwxyz'[requests++ % 26]!;
            starts.set(name, from);
            return name;
          };
          const recover = (_: string, partial: BetaMessage | undefined) =>
            defer(() => {
              const read = partial?.content.map((block) => (block.type === 'text' ? block.text : '')).join('') ?? '';
              const from = read.split(' ').length - 1;
              return reply(next(from), from);
            });
          const connections = processes.map(() => shared.connect());
          const relays = connections.map(({ log }) => createRelay({ log, lease, recover }));
          relays[0]!.start('id', reply(next(0), 0)).subscribe();
          const isKilled = new Set<number>();
          const happen: Record<(typeof faults)[number]['kind'], (which: number, size: number) => void> = {
            'set back': (_, size) => shared.setBack(size),
            'lose replies': (which, size) => connections[which]!.loseReplies(size),
            freeze: (which, size) => {
              connections[which]!.freeze();
              timer(size).subscribe(() => isKilled.has(which) || connections[which]!.thaw());
            },
            kill: (which) => {
              isKilled.add(which);
              connections[which]!.freeze();
            },
            'start again': (which) =>
              relays[which]!.start(
                'id',
                defer(() => reply(next(0), 0)),
              ).subscribe(),
          };
          for (const { at, kind, process: which, size } of faults) timer(at).subscribe(() => happen[kind](which, size));
          for (const { from, connections: way } of readers) {
            const seen: Seen = { text: '', seqs: [], end: undefined };
            all.push(seen);
            timer(from).subscribe(() => visit(relays, way, seen));
          }
          timer(20_000).subscribe(() => visit(relays, [], late));
          timer(60_000).subscribe(() => {
            for (const connection of connections) connection.thaw();
            for (const relay of relays) void relay.close();
          });
          flush();
        });
        for (const { text: read, seqs, end } of [...all, late]) {
          ends.add(end);
          const words = read.split(' ').slice(0, -1);
          expect(words.map((word) => Number.parseInt(word))).toEqual(words.map((_, i) => i));
          expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
          expect(end).toMatch(/^(complete|LogLostError|UnknownStreamError)$/);
          if (end === 'complete') expect(words).toHaveLength(count);
          // Another request continues exactly where it was asked to.
          const firsts = words.filter((word, i) => word.at(-1) !== words[i - 1]?.at(-1));
          expect(firsts).toEqual(firsts.map((word) => `${starts.get(word.at(-1)!)}${word.at(-1)}`));
        }
        // A log that forgets may have another reply later than its first readers.
        if (late.end === 'complete' && faults.every(({ kind }) => kind !== 'set back')) {
          for (const { text: read, end } of all) if (end === 'complete') expect(read).toBe(late.text);
        }
      }),
      { numRuns: 300, seed: 20_261_129 },
    );
    // Runs in which nothing is lost would show nothing.
    expect([...ends]).toEqual(expect.arrayContaining(['complete', 'LogLostError']));
  });
});
