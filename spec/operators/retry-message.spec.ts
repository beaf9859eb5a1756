import { describe, expect, it } from '@jest/globals';
import { defer, Observable, Subject, throwError } from 'rxjs';
import {
  APIConnectionError,
  BadRequestError,
  InvalidOptionsError,
  type MessageStreamEvent,
  RateLimitError,
  retryMessage,
  textSnapshots,
} from '../../lib/index.ts';
import { messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const gone = new APIConnectionError('gone');
const values = {
  ...reply,
  R: { type: 'anthropic_rxjs_restart' } as unknown as MessageStreamEvent,
  N: messageStart({ id: 'msg_2' }),
};

/** One source after the other, one per subscription. */
function attempts(...sources: Observable<MessageStreamEvent>[]): Observable<MessageStreamEvent> {
  let next = 0;
  return defer(() => sources[next++] ?? throwError(() => new Error('subscribed too often')));
}

describe('retryMessage', () => {
  it('retries while nothing has been emitted', () => {
    marbles(({ cold, expectObservable }) => {
      const source = attempts(cold('--#', values, gone), cold('-SBabEDX|', values));
      expectObservable(source.pipe(retryMessage({ delay: 5 }))).toBe('--------SBabEDX|', values);
    });
  });

  it('retries after a beginning without content, and emits a restart event', () => {
    marbles(({ cold, expectObservable }) => {
      const source = attempts(cold('-S-#', values, gone), cold('-NBb|', values));
      expectObservable(source.pipe(retryMessage({ delay: 2 }))).toBe('-S---RNBb|', values);
    });
  });

  it('never repeats content automatically, neither a block nor a piece of one', () => {
    marbles(({ cold, expectObservable }) => {
      for (const cut of ['-SBa#', '-SB#', '-a#']) {
        expectObservable(attempts(cold(cut, values, gone)).pipe(retryMessage())).toBe(cut, values, gone);
      }
    });
  });

  it('emits an event when it starts over, and accumulating operators start over', () => {
    marbles(({ cold, expectObservable }) => {
      const source = () =>
        attempts(cold<MessageStreamEvent>('-SBa#', values, gone), cold<MessageStreamEvent>('-NBb|', values));
      const retried = () => source().pipe(retryMessage<MessageStreamEvent>({ restart: true, delay: 2 }));
      expectObservable(retried()).toBe('-SBa--RNBb|', values);
      expectObservable(retried().pipe(textSnapshots())).toBe('---a-----b|');
    });
  });

  it('waits as long as the server asks', () => {
    const limited = new RateLimitError('slow down', { status: 429, retryAfter: 7 });
    marbles(({ cold, expectObservable }) => {
      const source = attempts(cold('-#', values, limited), cold('(SX|)', values));
      expectObservable(source.pipe(retryMessage({ delay: 100 }))).toBe('--------(SX|)', values);
    });
  });

  it('gives up after maxRetries, and on errors that a retry cannot fix', () => {
    marbles(({ cold, expectObservable }) => {
      const bad = new BadRequestError('no', { status: 400 });
      const source = () => cold('#', values, gone);
      expectObservable(attempts(source(), source()).pipe(retryMessage({ maxRetries: 1, delay: 1 }))).toBe(
        '-#',
        undefined,
        gone,
      );
      expectObservable(attempts(cold('#', values, bad)).pipe(retryMessage())).toBe('#', undefined, bad);
      const never = retryMessage<MessageStreamEvent>({ when: () => false });
      expectObservable(attempts(source()).pipe(never)).toBe('#', undefined, gone);
    });
  });

  it('never requests a complete reply again, even if its end is missing', () => {
    marbles(({ cold, expectObservable }) => {
      for (const cut of ['-SBaED-#', '-SD-#']) {
        const source = attempts(cold(cut, values, gone));
        expectObservable(source.pipe(retryMessage({ restart: true }))).toBe(cut, values, gone);
      }
    });
  });

  it('refuses an async `when`, whose promise would count as true', () => {
    const when = (() => Promise.resolve(false)) as unknown as () => boolean;
    const refused = new InvalidOptionsError('retryMessage', [
      { path: 'when', message: 'returned a promise; return true or false' },
    ]);
    marbles(({ cold, expectObservable }) => {
      expectObservable(attempts(cold('-#', values, gone)).pipe(retryMessage({ when }))).toBe('-#', values, refused);
    });
  });

  it('ends its wait when it is unsubscribed', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<MessageStreamEvent>('-#', values, gone);
      expectObservable(source.pipe(retryMessage({ delay: 9 })), '^----!').toBe('-');
      expectSubscriptions(source.subscriptions).toBe('^!');
    });
  });

  it('ends after 10,000 immediate failures', () => {
    let subscriptions = 0;
    const failing = defer(() => {
      subscriptions++;
      return throwError(() => gone);
    });
    const seen: unknown[] = [];
    failing
      .pipe(retryMessage({ maxRetries: 10_000, delay: 0 }))
      .subscribe({ error: (error: unknown) => seen.push(error) });
    expect({ subscriptions, seen }).toEqual({ subscriptions: 10_001, seen: [gone] });
  });

  it('waits the longest time of a timer where the delay is longer', () => {
    marbles(({ cold, expectObservable }) => {
      const source = attempts(cold('-#', values, gone), cold('(SX|)', values));
      expectObservable(source.pipe(retryMessage({ delay: Infinity })), '^ 999s !').toBe('-');
    });
  });

  it('frees the failed request before the next one is sent', () => {
    const open: number[] = [];
    let number = 0;
    const most: number[] = [];
    const sources: Subject<MessageStreamEvent>[] = [];
    const source = new Observable<MessageStreamEvent>((subscriber) => {
      const failing = new Subject<MessageStreamEvent>();
      sources.push(failing);
      most.push(open.push(number++));
      failing.subscribe(subscriber);
      return () => open.pop();
    });
    source.pipe(retryMessage({ delay: 0 })).subscribe({ error: () => undefined });
    for (let i = 0; i < 3; i++) sources[i]!.error(gone);
    expect([most, open]).toEqual([[1, 1, 1], []]);
  });
});
