import { describe, expect, it } from '@jest/globals';
import { isWhole } from '../../lib/accumulate/is-whole.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { stateAfter } from '../support/state-after.ts';
import { blockStop, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';

const [S, B, E, D] = [messageStart(), textStart(0), blockStop(0), messageDelta()];

describe('isWhole', () => {
  it.each<[string, BetaMessageStreamEvent[], boolean]>([
    ['message_start', [S], false],
    ['an open block', [S, B], false],
    ['a block that has ended', [S, B, E], false],
    ['a stop reason after a block', [S, B, E, D], true],
    ['a stop reason without blocks', [S, D], true],
    ['a stop reason within a block', [S, B, D], false],
    ['a message_delta without a reason', [S, B, E, messageDelta(null)], false],
    ['message_stop', [S, B, messageStop], true],
  ])('after %s', (_, events, expected) => {
    expect(isWhole(stateAfter(...events)!)).toBe(expected);
  });
});
