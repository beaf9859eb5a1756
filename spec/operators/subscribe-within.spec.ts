import { describe, expect, it } from '@jest/globals';
import { NEVER, Observable, of, Subscription } from 'rxjs';
import { subscribeWithin } from '../../lib/operators/subscribe-within.ts';

const observer = (seen: unknown[]) => ({
  next: (value: unknown) => seen.push(value),
  error: (error: unknown) => seen.push(error),
  complete: () => seen.push('complete'),
});

describe('subscribeWithin', () => {
  it('emits the values of the source', () => {
    const seen: unknown[] = [];
    subscribeWithin(new Subscription(), of(1, 2), observer(seen));
    expect(seen).toEqual([1, 2, 'complete']);
  });

  it('unsubscribes with the parent, also within a synchronous source', () => {
    const seen: unknown[] = [];
    const parent = new Subscription();
    const source = new Observable<number>((subscriber) => {
      for (let n = 0; n < 3 && !subscriber.closed; n++) subscriber.next(n);
    });
    subscribeWithin(parent, source, {
      ...observer(seen),
      next: (value) => {
        seen.push(value);
        parent.unsubscribe();
      },
    });
    expect(seen).toEqual([0]);
  });

  it('unsubscribes alone, and keeps the parent open', () => {
    const parent = new Subscription();
    let closed = 0;
    subscribeWithin(
      parent,
      new Observable(() => () => {
        closed++;
      }),
      observer([]),
    ).unsubscribe();
    expect([closed, parent.closed]).toEqual([1, false]);
  });

  it('does not subscribe within a parent that is closed', () => {
    const parent = new Subscription();
    parent.unsubscribe();
    let subscribed = 0;
    subscribeWithin(
      parent,
      new Observable(() => {
        subscribed++;
      }),
      observer([]),
    );
    expect(subscribed).toBe(0);
    expect(subscribeWithin(new Subscription(), NEVER, observer([])).closed).toBe(false);
  });
});
