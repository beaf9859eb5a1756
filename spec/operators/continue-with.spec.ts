import { describe, expect, it } from '@jest/globals';
import { concat, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { continueWith } from '../../lib/operators/continue-with.ts';
import { queueNotice, withQueueNotice } from '../../lib/operators/queue-notice.ts';
import { marbles } from '../support/marbles.ts';

describe('continueWith', () => {
  it('continues with the stream that next returns for each error, and completes with it', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-#     ');
      const more = cold('   -b-#     ', undefined, 'second');
      const last = cold('      -c-|  ');
      const next = (error: unknown) => (error === 'error' ? more : last);
      expectObservable(source.pipe(continueWith(next))).toBe('-a--b--c-|');
      expectSubscriptions(source.subscriptions).toBe('^--!');
      expectSubscriptions(more.subscriptions).toBe('---^--!');
    });
  });

  it('errors with what next throws', () => {
    marbles(({ cold, expectObservable }) => {
      const rethrow = () => {
        throw 'last' as unknown as Error;
      };
      expectObservable(cold('-a-#').pipe(continueWith(rethrow))).toBe('-a-#', undefined, 'last');
    });
  });

  it('unsubscribes from the running stream', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const more = cold('-b---');
      expectObservable(cold('-#').pipe(continueWith(() => more)), '^--!').toBe('--b');
      expectSubscriptions(more.subscriptions).toBe('-^-!');
    });
  });

  it('frees the failed stream before it subscribes to the next', () => {
    const order: string[] = [];
    const trigger = new Subject<never>();
    const failing = new Observable<never>((subscriber) => {
      subscriber.add(trigger.subscribe({ error: (error: unknown) => subscriber.error(error) }));
      return () => order.push('freed');
    });
    const next = new Observable<never>(() => void order.push('next'));
    failing.pipe(continueWith(() => next)).subscribe();
    trigger.error(new Error('broke'));
    expect(order).toEqual(['freed', 'next']);
  });

  it('takes any number of streams that fail immediately, and stops when it is unsubscribed', () => {
    let tries = 0;
    const failing = (): Observable<number> =>
      concat(
        of(tries),
        throwError(() => new Error('broke')),
      );
    let last: number | undefined;
    failing()
      .pipe(continueWith(() => (++tries < 20_000 ? failing() : NEVER)))
      .subscribe((value) => (last = value));
    expect([tries, last]).toEqual([20_000, 19_999]);
  });

  it('passes the notice of its queue on to each stream', () => {
    const notices: unknown[] = [];
    const notice = () => undefined;
    const stream$ = new Observable<never>((subscriber) => {
      notices.push(queueNotice());
      subscriber.error(new Error('broke'));
    });
    withQueueNotice(notice, () => stream$.pipe(continueWith(() => (notices.length < 3 ? stream$ : NEVER))).subscribe());
    expect(notices).toEqual([notice, notice, notice]);
  });
});
