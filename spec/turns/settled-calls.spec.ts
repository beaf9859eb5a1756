import { describe, expect, it } from '@jest/globals';
import { from, map, type Observable } from 'rxjs';
import { accumulateMessage, type MessageState } from '../../lib/accumulate/accumulate-message.ts';
import { settledCalls, type TurnStep } from '../../lib/turns/settled-calls.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStart } from '../support/block-events.ts';
import { marbles } from '../support/marbles.ts';
import { toolCallEvents } from '../support/tool-call-events.ts';

const events = {
  ...toolCallEvents,
  F: blockStart(1, { type: 'fallback', from: { model: 'a' }, to: { model: 'b' } } as never),
  N: { type: 'message_delta', delta: { stop_reason: null, stop_sequence: null }, usage: { output_tokens: 1 } } as const,
};

/** The source as steps, and the calls by the letters a and b. */
function calls(source: Observable<BetaMessageStreamEvent>, eager: boolean): Observable<string> {
  let state: MessageState | undefined;
  return source.pipe(
    map((event): TurnStep => ({ event, state: (state = accumulateMessage(state, event)) })),
    settledCalls(eager),
    map(({ id }) => (id === 'toolu_0' ? 'a' : 'b')),
  );
}

describe('settledCalls', () => {
  it.each<[string, eager: boolean, source: string, expected: string]>([
    ['waits for the end of the reply', false, '--S-s-1-2-e-t-f-T-X-|', '--------------------(ab|)'],
    [
      'eager emits at the next block, and the last at the stop reason',
      true,
      'S-s-1-2-e-t-f-T-X-|',
      '----------a---b---|',
    ],
    ['eager emits at message_stop without a stop reason', true, 'S-s-e-X-|', '------a-|'],
    ['eager emits all at once when blocks overlap', true, 'S-s-t-e-f-X---|', '----------(ab)|'],
    ['drops the last call of a truncated reply', false, 'S-s-e-t-f-M-X-|', '--------------|'],
    ['eager keeps a call before the limit', true, 'S-s-e-t-f-M-X-|', '------a-------|'],
    ['drops the calls of a refusal', false, 'S-s-e-R-X-|', '----------|'],
    ['drops the calls of a paused reply', false, 'S-s-e-P-X-|', '----------|'],
    ['eager waits for a stop reason', true, 'S-s-e-N-X-|', '--------a-|'],
    ['eager emits nothing early after a fallback', true, 'S-s-e-F-f-t-|', '------------|'],
    ['eager waits for a stop reason after a fallback', true, 'S-s-e-F-f-N-X-|', '------------a-|'],
    ['drops the calls of an earlier message', false, 'S-s-e-t-f-M-X-S-X-|', '------------------|'],
    ['ignores events before a message', false, 'U-X-|', '----|'],
    ['passes an error', true, 'S-s-e-#', '------#'],
  ])('%s', (_, eager, source, expected) => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(calls(cold(source, events), eager)).toBe(expected);
    });
  });

  it('keeps its state per subscription', () => {
    const { S, s, e, X } = events;
    const operator = settledCalls(true);
    const seen: string[] = [];
    for (let i = 0; i < 2; i++) {
      let state: MessageState | undefined;
      from([S, s, e, X])
        .pipe(
          map((event): TurnStep => ({ event, state: (state = accumulateMessage(state, event)) })),
          operator,
        )
        .subscribe(({ id }) => seen.push(id));
    }
    expect(seen).toEqual(['toolu_0', 'toolu_0']);
  });
});
