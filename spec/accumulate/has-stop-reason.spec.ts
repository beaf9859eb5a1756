import { describe, expect, it } from '@jest/globals';
import { hasStopReason } from '../../lib/accumulate/has-stop-reason.ts';
import type { MessageStreamEvent } from '../../lib/index.ts';
import { messageDelta, reply } from '../support/events.ts';

describe('hasStopReason', () => {
  const without = { type: 'message_delta', delta: {} } as MessageStreamEvent;
  const bare = { type: 'message_delta' } as MessageStreamEvent;
  it.each<[string, MessageStreamEvent, before: boolean, after: boolean]>([
    ['a stop reason', messageDelta('tool_use'), false, true],
    ['null', messageDelta(null), true, false],
    ['a delta without the field', without, true, true],
    ['a delta without the field', without, false, false],
    ['no delta', bare, true, true],
    ['text', reply.a, true, true],
    ['text', reply.a, false, false],
    ['a new message', reply.S, true, false],
  ])('after %s', (_, event, before, after) => {
    expect(hasStopReason(before, event)).toBe(after);
  });
});
