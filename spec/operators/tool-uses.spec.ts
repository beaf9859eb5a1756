import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { toolUses } from '../../lib/index.ts';
import { messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { toolCallEvents as events } from '../support/tool-call-events.ts';

const call = (index: number, input: unknown) => ({ type: 'tool_use', id: `toolu_${index}`, name: 'f', input });

describe('toolUses', () => {
  it('emits a call when the next block starts or the stop reason shows that it is complete', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-s-0-1-2-e-w-f-T-X-|', events);
      const expected = '    -------------x---y---|';
      const subscribed = '  ^--------------------!';
      const values = { x: call(0, { city: 'Paris' }), y: call(1, { whole: true }) };
      expectObservable(source.pipe(toolUses())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it.each([
    ['max_tokens, though its block has stopped', '-S-s-1-2-e-M-X-|'],
    ['a refusal, though its block has stopped', '-S-s-1-2-e-R-X-|'],
    ['the message ending inside its input', '-S-s-1-----T-X-|'],
    ['max_tokens in the middle of its input', '-S-s-1---e-M-X-|'],
  ])('never emits a call that is interrupted by %s', (_, diagram) => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold(diagram, events).pipe(toolUses())).toBe('---------------|');
    });
  });

  it('emits a call of a reply that pauses', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-S-s-e-P-X-|', events).pipe(toolUses())).toBe('-------x---|', { x: call(0, {}) });
    });
  });

  it('emits the calls that message_start already contains', () => {
    marbles(({ cold, expectObservable }) => {
      const content = [{ type: 'tool_use', id: 'toolu_0', name: 'f', input: { a: 1 } } as const];
      const source = cold('-m-n-X-|', {
        m: messageStart({ content, stop_reason: 'tool_use' }),
        n: reply.U,
        X: reply.X,
      });
      expectObservable(source.pipe(toolUses())).toBe('-x-----|', { x: call(0, { a: 1 }) });
    });
  });

  it('errors with ToolInputError and the raw text when a complete call has invalid JSON', () => {
    const errors: unknown[] = [];
    from([events.S, events.s, events[1], events[3], events.e, events.T])
      .pipe(toolUses())
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toMatchObject([
      {
        name: 'ToolInputError',
        index: 0,
        id: 'toolu_0',
        toolName: 'f',
        json: '{"city":"Pa}',
        partialMessage: { id: 'msg_1' },
      },
    ]);
  });
});
