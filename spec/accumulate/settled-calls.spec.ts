import { describe, expect, it } from '@jest/globals';
import { SettledCalls } from '../../lib/accumulate/settled-calls.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStop, json, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';
import { stateAfter } from '../support/state-after.ts';

/** The calls that each event settles, as their index and input. */
function settled(...events: BetaMessageStreamEvent[]) {
  const calls = new SettledCalls();
  return events.map((event, at) => {
    const [before, state] = [stateAfter(...events.slice(0, at)), stateAfter(...events.slice(0, at + 1))];
    return state ? calls.add(before, state, event).map(({ index, call }) => [index, call.input]) : 'no message';
  });
}
const S = messageStart();
const one = [toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0)];
const carried = (stop_reason: 'tool_use' | 'max_tokens' | null) => {
  const content = [{ type: 'tool_use', id: 't', name: 'f', input: { b: 2 } }];
  return messageStart({ content, stop_reason } as object);
};

describe('SettledCalls', () => {
  it.each<[string, BetaMessageStreamEvent[], unknown[]]>([
    ['the next block', [S, ...one, textStart(1)], [[], [], [], [], [[0, { a: 1 }]]]],
    ['a stop reason', [S, ...one, messageDelta('tool_use'), messageStop], [[], [], [], [], [[0, { a: 1 }]], []]],
    ['message_stop', [S, ...one, messageStop], [[], [], [], [], [[0, { a: 1 }]]]],
    ['no reason that cuts', [S, ...one, messageDelta('max_tokens'), messageStop], [[], [], [], [], [], []]],
    ['no message_delta without a reason', [S, ...one, messageDelta(null)], [[], [], [], [], []]],
    [
      'the next block, although a limit interrupts the reply later',
      [S, ...one, textStart(1), messageDelta('max_tokens')],
      [[], [], [], [], [[0, { a: 1 }]], []],
    ],
    [
      'all at once',
      [S, toolStart(0, 'f'), toolStart(1, 'g'), blockStop(0), blockStop(1), messageStop],
      [
        [],
        [],
        [],
        [],
        [],
        [
          [0, {}],
          [1, {}],
        ],
      ],
    ],
    ['the start of a message that says why it stopped', [carried('tool_use')], [[[0, { b: 2 }]]]],
    ['a stop reason after the start of a message', [carried(null), messageDelta('tool_use')], [[], [[0, { b: 2 }]]]],
    [
      'no end of a message that starts with them, and never says why it stopped',
      [carried(null), messageStop],
      [[], []],
    ],
    ['no start of an interrupted message', [carried('max_tokens'), messageStop], [[], []]],
  ])('are settled by %s', (_, events, expected) => {
    expect(settled(...events)).toEqual(expected);
  });

  it('include a call that has ended with invalid JSON, by its stop only', () => {
    const broken = [S, toolStart(0, 'f'), json(0, '{"a":')];
    expect(settled(...broken, blockStop(0), messageStop).at(-1)).toEqual([[0, {}]]);
    expect(settled(...broken, messageStop).at(-1)).toEqual([]);
  });

  it('start over when another message starts', () => {
    expect(settled(S, ...one, messageDelta('max_tokens'), messageStop, S, textStart(0)).slice(-2)).toEqual([[], []]);
  });

  it('keep the index in the stream', () => {
    expect(settled(S, toolStart(4, 'f'), blockStop(4), messageStop).at(-1)).toEqual([[4, {}]]);
  });
});
