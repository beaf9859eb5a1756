import { describe, expect, it } from '@jest/globals';
import { accumulateMessage, type MessageState } from '../../lib/accumulate/accumulate-message.ts';
import { touchesCalls } from '../../lib/accumulate/touches-calls.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';

describe('touchesCalls', () => {
  it('is true for the start, the input and the end of a call only', () => {
    const events = messageEvents({ content: ['a', { tool_use: { name: 'f', input: { a: 1 } } }] });
    const touching: BetaMessageStreamEvent[] = [];
    let before: MessageState | undefined;
    for (const event of events) {
      const state = accumulateMessage(before, event);
      if (state && touchesCalls(before, state, event)) touching.push(event);
      before = state;
    }
    expect(touching).toEqual(events.filter((event) => 'index' in event && event.index === 1));
  });
});
