import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, type OperatorFunction } from 'rxjs';
import {
  type BetaMessageStreamEvent,
  citations,
  contentBlocks,
  finalMessage,
  helperEvents,
  snapshots,
  streamState,
  textSnapshots,
  toolUses,
} from '../../lib/index.ts';
import { blockStop, delta, text, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';

const citation = { type: 'char_location', cited_text: 'x', document_index: 0, start_char_index: 0, end_char_index: 1 };
const cite = delta(0, { type: 'citations_delta', citation } as Parameters<typeof delta>[1]);
const messages: Readonly<Record<string, (count: number) => BetaMessageStreamEvent[]>> = {
  'text blocks': (count) => blocks(count, (index) => [textStart(index), text(index, 'x'), blockStop(index)]),
  'text blocks without a stop': (count) => blocks(count, (index) => [textStart(index), text(index, 'x')]),
  'text blocks of one index': (count) => blocks(count, () => [textStart(0), text(0, 'x')]),
  'text blocks with gaps between': (count) => blocks(count, (index) => [textStart(index * 2), text(index * 2, 'x')]),
  'text blocks in descending order': (count) =>
    blocks(count, (index) => [textStart(count - index), text(count - index, 'x'), blockStop(count - index)]),
  'text blocks that take turns': (count) => [
    ...blocks(count, (index) => [textStart(index)]),
    ...blocks(count, (index) => [text(index, 'x')]),
    ...blocks(count, (index) => [text(index, 'y')]),
  ],
  calls: (count) => blocks(count, (index) => [toolStart(index, 'f'), blockStop(index)]),
  'citations of one block': (count) => [textStart(0), ...blocks(count, () => [cite]), blockStop(0)],
  'citations between text': (count) => [textStart(0), ...blocks(count, () => [cite, text(0, 'x')]), blockStop(0)],
};

function blocks(count: number, one: (index: number) => BetaMessageStreamEvent[]): BetaMessageStreamEvent[] {
  return Array.from({ length: count }, (_, index) => one(index)).flat();
}

const operators: Readonly<Record<string, OperatorFunction<BetaMessageStreamEvent, unknown>>> = {
  citations: citations(),
  contentBlocks: contentBlocks(),
  finalMessage: finalMessage(),
  helperEvents: helperEvents(),
  snapshots: snapshots(),
  streamState: streamState(),
  textSnapshots: textSnapshots(),
  toolUses: toolUses(),
};

/** How many array entries are copied, by the methods that the accumulator copies with. */
async function copied(
  events: readonly BetaMessageStreamEvent[],
  operator: (typeof operators)[string],
): Promise<number> {
  const { slice, flat, filter, reduce } = Array.prototype;
  let entries = 0;
  const counting = (method: (this: unknown[], ...args: never[]) => unknown) =>
    function (this: unknown[], ...args: never[]): unknown {
      const result = method.apply(this, args);
      entries += Math.max(this.length, Array.isArray(result) ? result.length : 0);
      return result;
    };
  try {
    Object.assign(Array.prototype, {
      slice: counting(slice),
      flat: counting(flat),
      filter: counting(filter),
      reduce: counting(reduce),
    });
    await lastValueFrom(from(events).pipe(operator), { defaultValue: undefined });
  } finally {
    Object.assign(Array.prototype, { slice, flat, filter, reduce });
  }
  return entries;
}

describe('the work for a message of many', () => {
  const table = Object.entries(messages).flatMap(([kind, make]) =>
    Object.entries(operators).map(([name, operator]) => [kind, name, make, operator] as const),
  );

  it.each(table)('%s is linear in %s', async (_kind, _name, make, operator) => {
    const whole = (count: number) => [messageStart(), ...make(count), messageDelta(), messageStop];
    const [few, many] = [await copied(whole(1_000), operator), await copied(whole(4_000), operator)];
    expect(many).toBeLessThan(few * 5 + 10_000);
  });
});
