import { describe, expect, it } from '@jest/globals';
import { endedPlaces } from '../../lib/accumulate/ended-places.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStop, text, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop, unknownEvent } from '../support/events.ts';
import { stateAfter } from '../support/state-after.ts';

/** The places of the blocks that end with each event. */
function ended(...events: BetaMessageStreamEvent[]) {
  return events.map((event, at) => {
    const before = stateAfter(...events.slice(0, at));
    return endedPlaces(before, stateAfter(...events.slice(0, at + 1)) ?? before!, event);
  });
}
const S = messageStart();
const whole = messageStart({
  content: [
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
  ],
} as object);

describe('endedPlaces', () => {
  it.each<[string, BetaMessageStreamEvent[], number[][]]>([
    ['the end of a block', [S, textStart(0), text(0, 'a'), blockStop(0)], [[], [], [], [0]]],
    ['its second end', [S, textStart(0), blockStop(0), blockStop(0)], [[], [], [0], []]],
    ['the next block of its index', [S, textStart(0), textStart(0)], [[], [], [0]]],
    ['blocks beside each other', [S, toolStart(0, 'f'), text(0, 'a'), blockStop(0)], [[], [], [], [0, 1]]],
    ['another block', [S, textStart(0), textStart(1), blockStop(1)], [[], [], [], [1]]],
    ['the end of the message', [S, textStart(3), textStart(5), blockStop(3), messageStop], [[], [], [], [0], [1]]],
    ['a message that starts with blocks', [whole, messageStop], [[0, 1], []]],
    ['other events', [S, textStart(0), messageDelta(), unknownEvent], [[], [], [], []]],
  ])('are those of %s', (_, events, expected) => {
    expect(ended(...events)).toEqual(expected);
  });

  it('are empty before a message, and at a message_start that changes nothing', () => {
    expect(endedPlaces(undefined, stateAfter(S)!, messageStop)).toEqual([]);
    expect(endedPlaces(undefined, stateAfter(S)!, blockStop(0))).toEqual([]);
    const state = stateAfter(whole)!;
    expect(endedPlaces(state, state, whole)).toEqual([]);
  });
});
