import { describe, expect, it } from '@jest/globals';
import { defer, EMPTY, of, throwError } from 'rxjs';
import { AuthenticationError, BadRequestError, OverloadedError, type RetryPolicy } from '../../lib/index.ts';
import { retryRequests } from '../../lib/transport/retry-requests.ts';
import type { Attempt } from '../../lib/transport/send-request.ts';
import type { TransportOptions } from '../../lib/transport/transport-options.ts';
import { marbles } from '../support/marbles.ts';

const busy = new OverloadedError('busy', { status: 529 });
const refused = new AuthenticationError('who?', { status: 401 });
const bad = new BadRequestError('no', { status: 400 });

const options = (fields: Partial<TransportOptions> = {}) =>
  ({
    maxRetries: 2,
    retryPolicy: () => 10,
    apiKey: 'k',
    authToken: null,
    log: () => undefined,
    ...fields,
  }) as TransportOptions; // all it looks at

/** Attempts that fail in turn, then succeed; notes each. */
function failing(errors: readonly (Error | undefined)[], seen: Attempt[]) {
  return (attempt: Attempt) =>
    defer(() => {
      const error = errors[seen.length];
      seen.push(attempt);
      return error === undefined ? of('ok') : throwError(() => error);
    });
}

describe('retryRequests', () => {
  it('waits as the policy says and tells it how often it has', () => {
    const asked: unknown[] = [];
    const retryPolicy: RetryPolicy = ({ error, retryCount }) => {
      asked.push([error, retryCount]);
      return 10 * (retryCount + 1);
    };
    const seen: Attempt[] = [];
    marbles(({ expectObservable }) => {
      expectObservable(retryRequests(options({ retryPolicy }), failing([busy, busy], seen))).toBe('30ms (x|)', {
        x: 'ok',
      });
    });
    expect(asked).toEqual([
      [busy, 0],
      [busy, 1],
    ]);
    expect(seen.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2]);
  });

  it('gives up after maxRetries with the last error', () => {
    const seen: Attempt[] = [];
    marbles(({ expectObservable }) => {
      expectObservable(retryRequests(options(), failing([bad, bad, busy, bad], seen))).toBe('20ms #', undefined, busy);
    });
    expect(seen).toHaveLength(3);
  });

  it('gives up at once when the policy does, and when it is not allowed to go on', () => {
    marbles(({ expectObservable }) => {
      const never = options({ retryPolicy: () => null });
      expectObservable(retryRequests(never, failing([bad], []))).toBe('#', undefined, bad);
      expectObservable(retryRequests(options(), failing([busy], []), () => false)).toBe('#', undefined, busy);
    });
  });

  it('ends its wait when it is left', () => {
    const seen: Attempt[] = [];
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-#', {}, busy);
      expectObservable(
        retryRequests(options(), () => source),
        '^ 8ms !',
      ).toBe('-');
      expectSubscriptions(source.subscriptions).toBe('^!');
    });
    expect(seen).toEqual([]);
  });

  it('asks a key function anew once, at once, when the key is refused', () => {
    const seen: Attempt[] = [];
    marbles(({ expectObservable }) => {
      const renewable = options({ apiKey: () => EMPTY, retryPolicy: () => null });
      expectObservable(retryRequests(renewable, failing([refused, refused], seen))).toBe('#', undefined, refused);
    });
    expect(seen).toEqual([
      { retryCount: 0, forceRefresh: false },
      { retryCount: 1, forceRefresh: true },
    ]);
  });

  it('counts anew for each subscription', () => {
    const seen: Attempt[] = [];
    const twice$ = retryRequests(options({ maxRetries: 1 }), failing([busy, undefined, busy], seen));
    marbles(({ expectObservable }) => {
      expectObservable(twice$).toBe('10ms (x|)', { x: 'ok' });
    });
    marbles(({ expectObservable }) => {
      expectObservable(twice$).toBe('10ms (x|)', { x: 'ok' });
    });
    expect(seen.map(({ retryCount }) => retryCount)).toEqual([0, 1, 0, 1]);
  });
});
