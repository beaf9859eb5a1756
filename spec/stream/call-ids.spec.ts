import { describe, expect, it } from '@jest/globals';
import { CallIds } from '../../lib/stream/call-ids.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { delta, textStart } from '../support/block-events.ts';
import { messageStart, messageStop } from '../support/events.ts';

const call = (index: number, id: string): BetaMessageStreamEvent => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'tool_use', id, name: 'f', input: {} },
});
const own = (...events: BetaMessageStreamEvent[]) => {
  const ids = new CallIds();
  return events.map((event) => ids.own(event));
};
const idsOf = (...events: BetaMessageStreamEvent[]) =>
  own(...events).map((event) =>
    event.type === 'content_block_start' && event.content_block.type === 'tool_use' ? event.content_block.id : '-',
  );
const fresh = expect.stringMatching(/^toolu_[\da-f]{32}$/) as unknown;

describe('CallIds', () => {
  it('leaves calls with ids of their own and all other events unchanged', () => {
    const events = [
      messageStart(),
      textStart(0),
      delta(0, { type: 'text_delta', text: 'a' }),
      call(1, 'a'),
      call(2, 'b'),
      messageStop,
    ];
    own(...events).forEach((event, i) => expect(event).toBe(events[i]));
  });

  it('adds an id to each call without one', () => {
    const [a, b] = idsOf(call(0, ''), call(1, ''));
    expect([a, b]).toEqual([fresh, fresh]);
    expect(a).not.toBe(b);
  });

  it('adds an id to a call with the id of another one', () => {
    expect(idsOf(call(0, 'f'), call(1, 'f'), call(2, 'g'))).toEqual(['f', fresh, 'g']);
  });

  it('keeps the id when the start of a block is repeated, and in another message', () => {
    expect(idsOf(call(0, 'f'), call(0, 'f'), messageStart(), call(1, 'f'))).toEqual(['f', 'f', '-', 'f']);
  });
});
