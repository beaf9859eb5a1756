import { describe, expect, it } from '@jest/globals';
import { EventLog } from '../../lib/accumulate/event-log.ts';
import type { BetaContentBlockDelta } from '../../lib/types/content-block-delta.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { deepFreeze } from '../support/deep-freeze.ts';
import { blockStop, delta, json, text, textStart } from '../support/block-events.ts';
import { messageStart, messageStop, unknownEvent } from '../support/events.ts';

function logged(...events: BetaMessageStreamEvent[]): BetaMessageStreamEvent[] {
  const log = new EventLog();
  for (const event of events) log.add(deepFreeze(event));
  return log.events();
}
const thinking = (index: number, thinking: string) => delta(index, { type: 'thinking_delta', thinking });
const withMore = (more: object) => delta(0, { type: 'text_delta', text: 'b', ...more });

describe('EventLog', () => {
  it.each<[string, BetaMessageStreamEvent[], BetaMessageStreamEvent[]]>([
    ['text', [text(0, 'a'), text(0, 'b'), text(0, 'c')], [text(0, 'abc')]],
    ['thinking', [thinking(0, 'a'), thinking(0, 'b')], [thinking(0, 'ab')]],
    ['JSON', [json(0, '{'), json(0, '}')], [json(0, '{}')]],
    [
      'blocks that take turns',
      [text(0, 'a'), json(1, '{'), text(0, 'b'), json(1, '}')],
      [text(0, 'ab'), json(1, '{}')],
    ],
  ])('joins deltas of %s', (_, events, expected) => {
    expect(logged(...events)).toEqual(expected);
  });

  it.each<[string, BetaMessageStreamEvent[]]>([
    ['of two kinds', [text(0, 'a'), thinking(0, 'b')]],
    ['around another event', [text(0, 'a'), unknownEvent, text(0, 'b')]],
    ['of two blocks of one index', [text(0, 'a'), blockStop(0), textStart(0), text(0, 'b')]],
    ['that cannot be joined', [1, 2].map(() => delta(0, { type: 'signature_delta', signature: 's' }))],
    ['whose second one has more fields', [text(0, 'a'), withMore({ newer: 1 })]],
    [
      'with another field in place of the text',
      [text(0, 'a'), delta(0, { type: 'text_delta' } as BetaContentBlockDelta)],
    ],
  ])('joins no deltas %s', (_, events) => {
    expect(logged(...events)).toEqual(events);
  });

  it('keeps the other fields of the first delta, and joins to the latest', () => {
    expect(logged(withMore({ newer: 1 }), text(0, 'c'))).toEqual([
      delta(0, { type: 'text_delta', text: 'bc', newer: 1 } as BetaContentBlockDelta),
    ]);
    expect(logged(text(0, 'a'), thinking(0, 'b'), text(0, 'c'), text(0, 'd'))).toEqual([
      text(0, 'a'),
      thinking(0, 'b'),
      text(0, 'cd'),
    ]);
  });

  it('starts over with a second message, and keeps the events before the first', () => {
    const [first, second] = [messageStart({ id: '1' }), messageStart({ id: '2' })];
    expect(logged(unknownEvent, first, text(0, 'a'))).toEqual([unknownEvent, first, text(0, 'a')]);
    expect(logged(unknownEvent, first, text(0, 'a'), messageStop, second, text(0, 'b'))).toEqual([
      second,
      text(0, 'b'),
    ]);
  });

  it('returns copies', () => {
    const log = new EventLog();
    log.add(text(0, 'a'));
    const before = log.events();
    log.add(text(0, 'b'));
    log.add(messageStop);
    expect(before).toEqual([text(0, 'a')]);
  });
});
