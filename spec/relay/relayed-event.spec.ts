import { describe, expect, it } from '@jest/globals';
import { joinEvents, SharedEntry } from '../../lib/relay/relayed-event.ts';
import type { BetaMessageStreamEvent } from '../../lib/index.ts';
import { json, text, textStart } from '../support/block-events.ts';
import { messageStop } from '../support/events.ts';

describe('SharedEntry', () => {
  const entry = new SharedEntry({
    cursor: '2-9',
    kind: 'events',
    value: [text(0, 'a'), messageStop].map((e) => JSON.stringify(e)).join('\n'),
  });

  it('has the events with their ids, the last with that of the entry', () => {
    expect(entry.events).toEqual([
      { id: '2-8', event: text(0, 'a') },
      { id: '2-9', event: messageStop },
    ]);
  });

  it('decodes its events once', () => {
    expect(entry.events).toBe(entry.events);
  });
});

describe('joinEvents', () => {
  const joined = (a: BetaMessageStreamEvent, b: BetaMessageStreamEvent) =>
    joinEvents({ id: '1-1', event: a }, { id: '1-2', event: b });

  it('joins two deltas of a block, with the id of the second', () => {
    expect(joined(text(0, 'a'), text(0, 'b'))).toEqual({ id: '1-2', event: text(0, 'ab') });
    expect(joined(json(3, '{'), json(3, '}'))).toEqual({ id: '1-2', event: json(3, '{}') });
  });

  it.each<[string, BetaMessageStreamEvent, BetaMessageStreamEvent]>([
    ['of two blocks', text(0, 'a'), text(1, 'b')],
    ['of two kinds', text(0, 'a'), json(0, '{')],
    ['of which the second has a newer field', text(0, 'a'), { ...text(0, 'b'), novel: 1 } as never],
    ['of which the first is no delta', textStart(0), text(0, 'b')],
    ['of which the second is no delta', text(0, 'a'), messageStop],
  ])('does not join events %s', (_, a, b) => {
    expect(joined(a, b)).toBeUndefined();
  });
});
