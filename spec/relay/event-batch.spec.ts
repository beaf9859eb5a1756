import { describe, expect, it } from '@jest/globals';
import { EventBatch } from '../../lib/relay/event-batch.ts';
import type { RelayedEvent } from '../../lib/relay/relayed-event.ts';
import { text, textStart } from '../support/block-events.ts';

const relayed = (seq: number, event: RelayedEvent['event']): RelayedEvent => ({ id: `1-${seq}`, event });
const start = relayed(1, textStart(0));
const [a, b, c] = ['a', 'b', 'c'].map((piece, i) => relayed(2 + i, text(0, piece))) as [
  RelayedEvent,
  RelayedEvent,
  RelayedEvent,
];

function taken(batch: EventBatch): RelayedEvent[] {
  const all: RelayedEvent[] = [];
  while (!batch.isEmpty) all.push(batch.take()!);
  return all;
}

describe('EventBatch', () => {
  it('returns live events singly and in order', () => {
    const batch = new EventBatch();
    batch.add([start, a], 20, false);
    batch.add([b], 10, false);
    expect(taken(batch)).toEqual([start, a, b]);
  });

  it('joins missed deltas, with the id of the last, and never a live one', () => {
    const batch = new EventBatch();
    batch.add([start, a], 20, true);
    batch.add([b], 10, true);
    batch.add([c], 10, false);
    expect(taken(batch)).toEqual([start, relayed(3, text(0, 'ab')), c]);
  });

  it('is full at 256 KiB, and no longer once it is empty', () => {
    const batch = new EventBatch();
    batch.add([start], 256 * 1024 - 1, true);
    expect(batch.isFull).toBe(false);
    batch.add([a], 1, true);
    expect(batch.isFull).toBe(true);
    expect([batch.take(), batch.isFull]).toEqual([start, true]);
    expect([batch.take(), batch.isEmpty, batch.isFull]).toEqual([a, true, false]);
  });
});
