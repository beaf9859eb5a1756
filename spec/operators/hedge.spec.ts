import { describe, expect, it } from '@jest/globals';
import { defer, type Observable, throwError } from 'rxjs';
import { type MessageStreamEvent, OverloadedError } from '../../lib/index.ts';
import { hedge } from '../../lib/operators/hedge.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const values: Record<string, MessageStreamEvent> = reply;
const inTurn = (...sources: Observable<MessageStreamEvent>[]) => defer(() => sources.shift()!);

describe('hedge', () => {
  it('sends no second request when the first emits text in time', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                                       -Sa------b|', values);
      expectObservable(source.pipe(hedge({ after: 4 }))).toBe('   --(Sa)---b|', values);
      expectSubscriptions(source.subscriptions).toBe('            ^---------!');
    });
  });

  it('sends a second request when the first is slow, takes the first text and unsubscribes from the other', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const first = cold('                                        -S-B---------a|', values);
      const second = cold('                                           -S-B-b------E|', values);
      const expected = '                                          ---------(SBb)--E|';
      expectObservable(inTurn(first, second).pipe(hedge({ after: 4 }))).toBe(expected, values);
      expectSubscriptions(first.subscriptions).toBe('             ^--------!');
      expectSubscriptions(second.subscriptions).toBe('            ----^------------!');
    });
  });

  it('takes the first when it emits text before the second', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const first = cold('                                        -S---a-------b|', values);
      const second = cold('                                           -S-B-b------E|', values);
      const expected = '                                          -----(Sa)----b|';
      expectObservable(inTurn(first, second).pipe(hedge({ after: 4 }))).toBe(expected, values);
      expectSubscriptions(second.subscriptions).toBe('            ----^!');
    });
  });

  it('passes an error that arrives before the second request', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                                       -S-#', values, 'one');
      expectObservable(source.pipe(hedge({ after: 4 }))).toBe('   ---#', values, 'one');
      expectSubscriptions(source.subscriptions).toBe('            ^--!');
      const error = new Error('two');
      expectObservable(throwError(() => error).pipe(hedge({ after: 4 }))).toBe('#', values, error);
    });
  });

  it('continues with the request that does not fail, and fails when both have', () => {
    marbles(({ cold, expectObservable }) => {
      const first = cold('                                        -S----#', values, 'one');
      const second = cold('                                           -S-B-b------|', values);
      const expected = '                                          ---------(SBb)--|';
      expectObservable(inTurn(first, second).pipe(hedge({ after: 4 }))).toBe(expected, values);
      const both = inTurn(cold('                                  -----#'), cold('   ---#', values, 'two'));
      expectObservable(both.pipe(hedge({ after: 4 }))).toBe('     -------#', values, 'two');
    });
  });

  it('unsubscribes from both requests and its timer, in any frame', () =>
    cutAtEveryFrame(20, (cold) =>
      inTurn(cold('-S-B---------a|', values), cold('-S-B-b------E|', values)).pipe(hedge({ after: 4 })),
    ));

  it('adds the message of buffered events to an error that passes, before and after the second request', () => {
    const [early, late] = [new OverloadedError('early'), new OverloadedError('late')];
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-SB#', values, early).pipe(hedge({ after: 4 }))).toBe('---#', values, early);
      const both = inTurn(cold('-----#', values, new OverloadedError('one')), cold('-SB-#', values, late));
      expectObservable(both.pipe(hedge({ after: 4 }))).toBe('--------#', values, late);
    });
    const content = [{ type: 'text', text: '' }];
    expect([early.partialMessage?.content, late.partialMessage?.content]).toEqual([content, content]);
  });

  it('never sends the second request after a time longer than timers can wait', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-', values);
      expectObservable(source.pipe(hedge({ after: Infinity })), '^ 999s !').toBe('-');
      expectSubscriptions(source.subscriptions).toBe('^ 999s !');
    });
  });
});
