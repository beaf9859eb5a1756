import { describe, expect, it } from '@jest/globals';
import { NEVER, Observable, throwError } from 'rxjs';
import { run } from '../../lib/relay/run.ts';

describe('run', () => {
  it('subscribes, and unsubscribes', () => {
    const log: string[] = [];
    const work$ = new Observable(() => {
      log.push('subscribed');
      return () => log.push('unsubscribed');
    });
    const subscription = run(work$);
    expect([...log, subscription.closed, run(NEVER).closed]).toEqual(['subscribed', false, false]);
    subscription.unsubscribe();
    expect(log).toEqual(['subscribed', 'unsubscribed']);
  });

  it('passes an error to the callback, and never to the process', () => {
    const error = new Error('x');
    const failures: unknown[] = [];
    expect(
      run(
        throwError(() => error),
        (failure) => failures.push(failure),
      ).closed,
    ).toBe(true);
    expect(run(throwError(() => error)).closed).toBe(true);
    expect(failures).toEqual([error]);
  });
});
