import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dematerialize,
  from,
  materialize,
  type Observable,
  type ObservableNotification,
  type OperatorFunction,
  toArray,
} from 'rxjs';
import {
  type BetaMessageStreamEvent,
  contentBlocks,
  helperEvents,
  isAnthropicError,
  snapshots,
  toolInputs,
  toolUses,
} from '../../lib/index.ts';
import { decodeServerSentEvents } from '../../lib/sse/decode-server-sent-events.ts';
import { decodeMessageEvents } from '../../lib/stream/decode-message-events.ts';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';
import { readRecordings } from '../support/read-recordings.ts';

/** Streams of this file, and the short recordings if they exist. */
const streams = [
  sseBody(messageEvents('Grüße 👩‍👩‍👧 there')),
  sseBody(
    messageEvents({ content: [{ thinking: 'hm' }, 'x', { tool_use: { name: 'f', input: { a: [1, { b: 'y' }] } } }] }),
  ),
  ...readRecordings()
    .map(({ sse }) => sse)
    .filter((sse) => sse.length < 6_000),
].map((sse) => new TextEncoder().encode(sse));

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** One fault of a bad line or a bad server. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({
    kind: fc.constantFrom('drop' as const, 'repeat' as const, 'move' as const),
    at: place,
    to: place,
    length: fc.nat({ max: 300 }),
  }),
  fc.record({ kind: fc.constant('byte' as const), at: place, byte: fc.nat({ max: 255 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: place,
    text: fc.constantFrom('\n\n', '\r', '"', '}', 'data: ', '{"type":', '\0', '0'),
  }),
  fc.record({ kind: fc.constant('events' as const), seed: fc.nat() }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutate(bytes: Uint8Array, change: Mutation): Uint8Array {
  const index = (at: number) => Math.floor(at * bytes.length);
  if (change.kind === 'events') return reorder(bytes, change.seed);
  const at = index(change.at);
  switch (change.kind) {
    case 'cut':
      return bytes.subarray(0, at);
    case 'byte':
      return Buffer.concat([bytes.subarray(0, at), Uint8Array.of(change.byte), bytes.subarray(at + 1)]);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), new TextEncoder().encode(change.text), bytes.subarray(at)]);
    case 'drop':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + change.length)]);
    case 'repeat':
      return Buffer.concat([bytes.subarray(0, at + change.length), bytes.subarray(at)]);
    case 'move': {
      const piece = bytes.subarray(at, at + change.length);
      const rest = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + change.length)]);
      const to = Math.floor(change.to * rest.length);
      return Buffer.concat([rest.subarray(0, to), piece, rest.subarray(to)]);
    }
  }
}

/** Moves complete events to places that the seed decides. */
function reorder(bytes: Uint8Array, seed: number): Uint8Array {
  const frames = new TextDecoder().decode(bytes).split('\n\n');
  const rank = (i: number) => (Math.imul(i + 1, 2_654_435_761) ^ Math.imul(seed, 40_503)) >>> 0;
  const sorted = frames.map((frame, i) => ({ frame, rank: rank(i) })).sort((a, b) => a.rank - b.rank);
  return new TextEncoder().encode(sorted.map(({ frame }) => frame).join('\n\n'));
}

function ending(stream$: Observable<unknown>): unknown {
  let end: unknown = 'nothing';
  stream$.subscribe({ error: (error: unknown) => (end = error), complete: () => (end = 'complete') });
  return end;
}

/** All notifications of a synchronous stream, so that each operator sees them without decoding them again. */
function notificationsOf<T>(stream$: Observable<T>): ObservableNotification<T>[] {
  let notifications: ObservableNotification<T>[] = [];
  stream$.pipe(materialize(), toArray()).subscribe((all) => (notifications = all));
  return notifications;
}

const operators: OperatorFunction<BetaMessageStreamEvent, unknown>[] = [
  snapshots(),
  toolUses(),
  toolInputs(),
  contentBlocks(),
  helperEvents(),
];

describe('a damaged stream', () => {
  it('always ends, complete or with an error of this library', () => {
    const ends = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.constantFrom(...streams),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 700 }),
        (stream, mutations, size) => {
          const bytes = mutations.reduce(mutate, stream);
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.subarray(i * size, (i + 1) * size),
          );
          const events$ = from(chunks).pipe(decodeServerSentEvents(100_000), decodeMessageEvents());
          const decoded = notificationsOf(events$);
          for (const operator of operators) {
            const end = ending(from(decoded).pipe(dematerialize(), operator));
            expect(end === 'complete' || isAnthropicError(end)).toBe(true);
            const name = end === 'complete' ? end : (end as Error).name;
            ends.set(name, (ends.get(name) ?? 0) + 1);
          }
        },
      ),
      { numRuns: 5_000, seed: 20_261_120 },
    );
    const kinds = ['complete', 'IncompleteStreamError', 'MalformedEventError', 'MalformedStreamError'];
    expect(kinds.filter((kind) => !ends.has(kind))).toEqual([]);
  }, 120_000);
});
