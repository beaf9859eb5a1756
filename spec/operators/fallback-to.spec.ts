import { describe, expect, it, jest } from '@jest/globals';
import { from, NEVER, type Observable } from 'rxjs';
import {
  type AnthropicError,
  APIConnectionError,
  BadRequestError,
  InvalidOptionsError,
  type MessageStreamEvent,
  OverloadedError,
} from '../../lib/index.ts';
import { type FallbackOptions, fallbackTo } from '../../lib/operators/fallback-to.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { blockStart, delta, toolStart } from '../support/block-events.ts';
import { messageDelta, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const values: Record<string, MessageStreamEvent> = { ...reply, R: messageDelta('refusal') };
const thinkingStart = blockStart(0, { type: 'thinking', thinking: '', signature: '' }) as MessageStreamEvent;
const thinking = delta(0, { type: 'thinking_delta', thinking: 'hm' }) as MessageStreamEvent;
const overloaded = new OverloadedError('busy', { type: 'overloaded_error' });

describe('fallbackTo', () => {
  it('takes the other stream when the source fails before text, and calls the factory once', () => {
    const factory = jest.fn<(error: unknown) => Observable<MessageStreamEvent>>();
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                                        -S-B--#', values, overloaded);
      const other = cold('                                               --S-B-a-E-X|', values);
      const expected = '                                           --------S-B-a-E-X|';
      expectObservable(source.pipe(fallbackTo(factory.mockReturnValue(other)))).toBe(expected, values);
      expectSubscriptions(other.subscriptions).toBe('              ------^----------!');
    });
    expect(factory.mock.calls).toEqual([[overloaded]]);
  });

  it('buffers events until text, and passes errors after it', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const other = cold('a|', values);
      const source = cold('                                         -Sa------#', values, overloaded);
      expectObservable(source.pipe(fallbackTo(() => other))).toBe(' --(Sa)---#', values, overloaded);
      expectSubscriptions(other.subscriptions).toBe([]);
    });
  });

  it('passes errors that a retry cannot fix, and those of the other stream', () => {
    const bad = new BadRequestError('wrong');
    marbles(({ cold, expectObservable }) => {
      const source = cold('-S-#', values, bad);
      expectObservable(source.pipe(fallbackTo(() => cold('a|', values)))).toBe('---#', values, bad);
      const busy = cold('-S-#', values, overloaded);
      expectObservable(busy.pipe(fallbackTo(() => cold('-#', values, bad)))).toBe('----#', values, bad);
      const chosen = fallbackTo(() => cold('a|', values), { when: (error) => error === bad });
      expectObservable(source.pipe(chosen)).toBe('---a|', values);
    });
  });

  it('takes the other stream when the model refuses before text, not after', () => {
    marbles(({ cold, expectObservable }) => {
      const other = () => cold('-a|', values);
      expectObservable(cold('-S-R-X|', values).pipe(fallbackTo(other))).toBe('----a|', values);
      expectObservable(cold('-Sa----R-X|', values).pipe(fallbackTo(other))).toBe('--(Sa)-R-X|', values);
      const never = fallbackTo(other, { when: () => false });
      expectObservable(cold('-S-R-X|', values).pipe(never)).toBe('------(SRX|)', values);
    });
  });

  it('passes a RefusalError to the factory', () => {
    const seen: unknown[] = [];
    marbles(({ cold }) => {
      const factory = (error: unknown): MessageStreamEvent[] => {
        seen.push(error);
        return [];
      };
      cold('-S-R-X|', values).pipe(fallbackTo(factory)).subscribe();
    });
    expect(seen).toEqual([expect.objectContaining({ name: 'RefusalError' })]);
  });

  it('never replaces a complete reply without text, even if its end is missing', () => {
    const gone = new APIConnectionError('gone');
    marbles(({ cold, expectObservable }) => {
      const source = cold('-SCED#', { ...values, C: toolStart(0, 'f', { a: 1 }) }, gone);
      const fallback = fallbackTo<MessageStreamEvent>(() => cold('-a|', values));
      expectObservable(source.pipe(fallback)).toBe('-----#', values, gone);
    });
    expect(gone.partialMessage).toMatchObject({ content: [{ name: 'f', input: { a: 1 } }], stop_reason: 'end_turn' });
  });

  it('refuses an async `when`, whose promise would count as true', () => {
    const when = (() => Promise.resolve(false)) as unknown as () => boolean;
    const refused = new InvalidOptionsError('fallbackTo', [
      { path: 'when', message: 'returned a promise; return true or false' },
    ]);
    marbles(({ cold, expectObservable }) => {
      for (const cut of ['-S-#', '-S-R']) {
        const source = cold(cut, values, overloaded);
        expectObservable(source.pipe(fallbackTo(() => cold('-a|', values), { when }))).toBe('---#', values, refused);
      }
    });
  });

  it('unsubscribes from the running stream, in any frame', () =>
    cutAtEveryFrame(18, (cold) =>
      cold('-S-B--#', values, overloaded).pipe(fallbackTo(() => cold('--S-B-a-E-X|', values))),
    ));

  it.each<[string, unknown, FallbackOptions]>([
    ['that a retry cannot fix', new BadRequestError('wrong', { status: 400 }), {}],
    ['that when rejects', new OverloadedError('busy', { type: 'overloaded_error' }), { when: () => false }],
  ])('adds the message of buffered events to an error %s', (_, error, options) => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('-S-H-h-#', { ...values, H: thinkingStart, h: thinking }, error);
      expectObservable(source.pipe(fallbackTo<MessageStreamEvent>(() => NEVER, options))).toBe(
        '-------#',
        values,
        error,
      );
    });
    expect((error as AnthropicError).partialMessage?.content).toMatchObject([{ type: 'thinking', thinking: 'hm' }]);
  });

  it('adds it to the refusal that the factory receives', () => {
    const seen: unknown[] = [];
    from([reply.S, reply.B, values['R']!])
      .pipe(
        fallbackTo<MessageStreamEvent>((error) => {
          seen.push(error);
          return [];
        }),
      )
      .subscribe();
    expect(seen).toMatchObject([{ name: 'RefusalError', partialMessage: { content: [{ type: 'text', text: '' }] } }]);
  });

  it('calls when once per error', () => {
    const when = jest.fn(() => true);
    from([reply.S, values['R']!])
      .pipe(fallbackTo<MessageStreamEvent>(() => [], { when }))
      .subscribe();
    expect(when).toHaveBeenCalledTimes(1);
  });
});
