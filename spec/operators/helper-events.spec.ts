import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { type BetaMessageStreamEvent, helperEvents } from '../../lib/index.ts';
import { blockStart, blockStop, delta, json, text, textStart, toolStart } from '../support/block-events.ts';
import { citation } from '../support/citation.ts';
import { emptyMessage, messageDelta, messageStart, messageStop, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

/** The events that helperEvents emits for these events. */
function helped(...events: BetaMessageStreamEvent[]): unknown[] {
  const seen: unknown[] = [];
  from(events)
    .pipe(helperEvents())
    .subscribe({ next: (event) => seen.push(event), error: (error: unknown) => expect(error).toBe(undefined) });
  return seen;
}

describe('helperEvents', () => {
  it('follows each event with its helper events', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a---b---E-D-X-|', reply);
      const expected = '    -S-B-(at)(bu)E-D-X-|';
      const subscribed = '  ^------------------!';
      const block = { type: 'text', text: 'ab' };
      const message = {
        ...emptyMessage,
        content: [block],
        stop_reason: 'end_turn',
        usage: { input_tokens: 5, output_tokens: 9 },
      };
      expectObservable(source.pipe(helperEvents())).toBe(expected, {
        ...reply,
        t: { type: 'text', index: 0, text: 'a', snapshot: 'a' },
        u: { type: 'text', index: 0, text: 'b', snapshot: 'ab' },
        E: { ...reply.E, content_block: block },
        X: { ...reply.X, message },
      });
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('emits helper events for thinking, signature, citations, tool input and compaction', () => {
    const events: BetaMessageStreamEvent[] = [
      delta(0, { type: 'thinking_delta', thinking: 'hm' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      delta(1, { type: 'citations_delta', citation }),
      json(2, '{"a":[1,'),
      json(2, '2],"b":"x'),
      delta(3, { type: 'compaction_delta', content: 'sum', encrypted_content: 'opaque' }),
    ];
    const starts = [
      messageStart(),
      blockStart(0, { type: 'thinking', thinking: '', signature: '' }),
      textStart(1),
      toolStart(2, 'f'),
      blockStart(3, { type: 'compaction', content: null }),
    ];
    const meanings = [
      { type: 'thinking', index: 0, thinking: 'hm', snapshot: 'hm' },
      { type: 'signature', index: 0, signature: 'sig' },
      { type: 'citation', index: 1, citation, snapshot: [citation] },
      { type: 'input_json', index: 2, partial_json: '{"a":[1,', snapshot: { a: [1] } },
      { type: 'input_json', index: 2, partial_json: '2],"b":"x', snapshot: { a: [1, 2] } },
      { type: 'compaction', index: 3, content: 'sum', encrypted_content: 'opaque' },
    ];
    expect(helped(...starts, ...events)).toEqual([...starts, ...events.flatMap((event, i) => [event, meanings[i]])]);
  });

  it('passes a delta of the wrong kind, and events before message_start, unchanged', () => {
    const events = [
      text(0, 'early'),
      messageStart(),
      textStart(0),
      json(0, '{}'),
      blockStop(0),
      messageDelta(),
      messageStop,
    ];
    expect(helped(...events).map((event) => (event as { type: string }).type)).toEqual(events.map(({ type }) => type));
  });
});
