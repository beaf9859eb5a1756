import { describe, expect, it } from '@jest/globals';
import { from, take, throwError } from 'rxjs';
import { type MessageStreamEvent, OverloadedError } from '../../lib/index.ts';
import { raceFirstText } from '../../lib/operators/race-first-text.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { toolStart } from '../support/block-events.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const values: Record<string, MessageStreamEvent> = { ...reply, T: toolStart(0, 'f') };

describe('raceFirstText', () => {
  it('emits the stream with the first text, from its start, and unsubscribes from the others', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const slow = cold('                -S-B------------b-E-D-X|', values);
      const fast = cold('                --S-B-a-------b-E-D-X|', values);
      const expected = '                 ------(SBa)---b-E-D-X|';
      expectObservable(raceFirstText(slow, fast)).toBe(expected, values);
      expectSubscriptions(slow.subscriptions).toBe('^-----!');
      expectSubscriptions(fast.subscriptions).toBe('^--------------------!');
    });
  });

  it('completes without streams', () => {
    marbles(({ expectObservable }) => {
      expectObservable(raceFirstText()).toBe('|');
    });
  });

  it('takes a stream that completes without text', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const tool = cold('                -S-T-X|', values);
      const text = cold('                -S-B-----a|', values);
      expectObservable(raceFirstText(text, tool)).toBe('------(STX|)', values);
      expectSubscriptions(text.subscriptions).toBe('^-----!');
    });
  });

  it('skips a stream that fails before text, and passes the last error when all have', () => {
    marbles(({ cold, expectObservable }) => {
      const broken = cold('-S-#', values, 'one');
      expectObservable(raceFirstText(broken, cold('--S-Ba-----|', values))).toBe('-----(SBa)-|', values);
      expectObservable(raceFirstText(broken, cold('-S---#', values, 'two'))).toBe('-----#', values, 'two');
      expectObservable(
        raceFirstText(
          throwError(() => new Error('one')),
          cold('--#', values, 'two'),
        ),
      ).toBe('--#', values, 'two');
    });
  });

  it('passes an error of the winner after its text', () => {
    marbles(({ cold, expectObservable }) => {
      const winner = cold('-a-#', values, 'cut');
      expectObservable(raceFirstText(winner, cold('-----a|', values))).toBe('-a-#', values, 'cut');
    });
  });

  it('subscribes to no further stream when the first one wins immediately', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const second = cold('a|', values);
      expectObservable(raceFirstText(from([reply.S, reply.a]), second)).toBe('(Sa|)', values);
      expectSubscriptions(second.subscriptions).toBe([]);
    });
  });

  it('stops streams that emit synchronously as soon as it is unsubscribed', () => {
    let pulled = 0;
    function* endless() {
      for (; pulled < 100; pulled++) yield reply.a;
    }
    raceFirstText(from(endless())).pipe(take(3)).subscribe();
    expect(pulled).toBe(2);
  });

  it('unsubscribes from all streams, in any frame', () =>
    cutAtEveryFrame(24, (cold) =>
      raceFirstText(cold('-S-B-------#', values), cold('--S-B-a-b---E-D-X|', values), cold('-#', values)),
    ));

  it('adds the message of buffered events to the error that passes', () => {
    const [first, last] = [new OverloadedError('one'), new OverloadedError('two')];
    marbles(({ cold, expectObservable }) => {
      const racers = [cold('-S-#', values, first), cold('-S-B---#', values, last)];
      expectObservable(raceFirstText(...racers)).toBe('-------#', values, last);
    });
    expect(last.partialMessage?.content).toEqual([{ type: 'text', text: '' }]);
  });

  it('passes an error after buffered events out of order unchanged', () => {
    const error = new OverloadedError('busy');
    marbles(({ cold, expectObservable }) => {
      expectObservable(raceFirstText(cold('-S-E-#', values, error))).toBe('-----#', values, error);
    });
    expect(error.partialMessage?.content).toEqual([]);
  });
});
