import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accumulateMessage, type MessageState } from '../../lib/accumulate/accumulate-message.ts';
import { MessageBuilder } from '../../lib/accumulate/message-builder.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { blockStart, blockStop, delta, json, text, textStart, toolStart } from '../support/block-events.ts';
import { emptyMessage, messageDelta, messageStart, messageStop, unknownEvent } from '../support/events.ts';

/** The outcome of a run of events: the state, or the error that ended it. */
function outcome(
  run: (event: BetaMessageStreamEvent) => void,
  state: () => MessageState | undefined,
  events: BetaMessageStreamEvent[],
) {
  try {
    events.forEach(run);
  } catch (error) {
    return { error: String(error), message: state()?.message };
  }
  return { complete: state()?.complete, message: state()?.message };
}

function accumulated(events: BetaMessageStreamEvent[]) {
  let state: MessageState | undefined;
  return outcome(
    (event) => void (state = accumulateMessage(state, event)),
    () => state,
    events,
  );
}

function built(events: BetaMessageStreamEvent[], looks: ReadonlySet<number>) {
  const builder = new MessageBuilder();
  const seen: unknown[] = [];
  let count = 0;
  const add = (event: BetaMessageStreamEvent) => {
    builder.add(event);
    if (looks.has(count++)) seen.push(builder.state);
  };
  return outcome(add, () => builder.state, events);
}

const anyEvent = fc.constantFrom(
  messageStart(),
  textStart(0),
  textStart(1, 'x'),
  toolStart(1, 'f'),
  blockStart(0, { type: 'thinking', thinking: '', signature: '' }),
  ...[0, 0, 1, 1].flatMap((index) => [text(index, 'a'), json(index, '{"a":'), json(index, '1}')]),
  delta(0, { type: 'thinking_delta', thinking: 'so' }),
  delta(0, { type: 'signature_delta', signature: 's' }),
  blockStop(0),
  blockStop(1),
  messageDelta(),
  messageStop,
  unknownEvent,
);

describe('MessageBuilder', () => {
  it('returns the state of accumulateMessage, for any events, at any time', () => {
    const started = fc.array(anyEvent, { maxLength: 30 }).map((events) => [messageStart(), textStart(0), ...events]);
    fc.assert(
      fc.property(fc.oneof(started, fc.array(anyEvent)), fc.array(fc.nat(30)), (events, looks) => {
        expect(built(events, new Set(looks))).toEqual(accumulated(events));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each<[string, (index: number, piece: string) => BetaMessageStreamEvent]>([
    ['text', text],
    ['thinking', (index, thinking) => delta(index, { type: 'thinking_delta', thinking })],
  ])('copies the message once per run of %s, however long the run is', (_, piece) => {
    const copiesFor = (pieces: number) => {
      let copies = 0;
      const message = Object.defineProperty({ ...emptyMessage }, 'spark', { enumerable: true, get: () => copies++ });
      const builder = new MessageBuilder();
      builder.add({ type: 'message_start', message });
      builder.add(piece === text ? textStart(0) : blockStart(0, { type: 'thinking', thinking: '', signature: '' }));
      for (let i = 0; i < pieces; i++) builder.add(piece(0, 'a'));
      expect(builder.state?.message.content).toMatchObject([piece === text ? { text: 'a'.repeat(pieces) } : {}]);
      return copies;
    };
    expect(copiesFor(1_000)).toBe(copiesFor(10));
  });

  it('returns the same state until the next event', () => {
    const builder = new MessageBuilder();
    for (const event of [messageStart(), textStart(0), text(0, 'a'), text(0, 'b')]) {
      builder.add(event);
      expect(builder.state).toBe(builder.state);
    }
  });

  it('returns the complete message of a long reply', () => {
    const content = [
      { thinking: 'Let me see.' },
      'Hello there',
      { tool_use: { name: 'f', input: { a: [1, { b: 'c' }] } } },
    ];
    const events = messageEvents({ content, chunk: 1 });
    expect(built(events, new Set())).toEqual(accumulated(events));
    expect(built(events, new Set()).message?.content).toHaveLength(3);
  });
});
