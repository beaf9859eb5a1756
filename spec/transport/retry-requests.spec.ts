import { describe, expect, it } from '@jest/globals';
import { defer, EMPTY, of, throwError } from 'rxjs';
import { AuthenticationError, BadRequestError, OverloadedError } from '../../lib/index.ts';
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
    maxRetryDelay: 60_000,
    delay: 10,
    when: () => true,
    apiKey: 'k',
    authToken: null,
    log: () => undefined,
    ...fields,
  }) as TransportOptions; // all that it reads

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
  it('waits as long as `delay` returns and passes it the number of the retry', () => {
    const asked: unknown[] = [];
    const delay = (error: unknown, retryCount: number) => {
      asked.push([error, retryCount]);
      return 10 * retryCount;
    };
    const seen: Attempt[] = [];
    marbles(({ expectObservable }) => {
      expectObservable(retryRequests(options({ delay }), failing([busy, busy], seen))).toBe('30ms (x|)', {
        x: 'ok',
      });
    });
    expect(asked).toEqual([
      [busy, 1],
      [busy, 2],
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

  it('gives up immediately when `when` returns false, and when retries are not allowed', () => {
    marbles(({ expectObservable }) => {
      const never = options({ when: (error) => error !== bad });
      expectObservable(retryRequests(never, failing([bad], []))).toBe('#', undefined, bad);
      expectObservable(retryRequests(options(), failing([busy], []), { allowed: () => false })).toBe(
        '#',
        undefined,
        busy,
      );
    });
  });

  it('gives up immediately on a longer wait than maxRetryDelay', () => {
    const lines: string[] = [];
    const log = (level: string, message: string) => void lines.push(`${level}: ${message}`);
    const delay = () => 60_001;
    marbles(({ expectObservable }) => {
      expectObservable(retryRequests(options({ delay, log }), failing([busy], []))).toBe('#', undefined, busy);
      const longer = options({ delay, maxRetryDelay: 60_001 });
      expectObservable(retryRequests(longer, failing([busy], []))).toBe('60001ms (x|)', { x: 'ok' });
    });
    expect(lines).toEqual(['info: Not retrying: a wait of 60001 ms exceeds maxRetryDelay']);
  });

  it('waits longer than a timer of the runtime can', () => {
    const month = 2 ** 31 + 5;
    marbles(({ expectObservable }) => {
      const patient = options({ delay: month, maxRetryDelay: Infinity });
      expectObservable(retryRequests(patient, failing([busy], []))).toBe(`${month}ms (x|)`, { x: 'ok' });
    });
  });

  it.each([
    ['NaN', NaN],
    ['-1', -1],
    ['a string', '5'],
    ['undefined', undefined],
    ['a promise', Promise.resolve(5)],
  ])('refuses a `delay` that returns %s, with the error of the attempt as cause', (given, wait) => {
    const message = `AnthropicClient: delay: returned ${given}; return a number of milliseconds, 0 or more`;
    let seen: unknown;
    retryRequests(options({ delay: () => wait as number }), failing([busy], [])).subscribe({
      error: (error: unknown) => (seen = error),
    });
    expect(seen).toMatchObject({ name: 'InvalidOptionsError', message, cause: busy });
  });

  it('errors with what a callback throws, and adds the error of the attempt as its missing cause', () => {
    const failure = (thrown: unknown, name: 'when' | 'delay' = 'when') => {
      let seen: unknown;
      const throwing = () => {
        throw thrown;
      };
      retryRequests(options({ [name]: throwing }), failing([busy], [])).subscribe({
        error: (error: unknown) => (seen = error),
      });
      return seen;
    };
    const bug = new Error('bug');
    expect(failure(bug)).toBe(bug);
    expect(bug.cause).toBe(busy);
    const caused = new Error('bug', { cause: 'own' });
    expect(failure(caused)).toHaveProperty('cause', 'own');
    expect(failure('text')).toBe('text');
    expect(failure(bug, 'delay')).toBe(bug);
  });

  it('refuses an async callback, whose promise would count as true', () => {
    const refused = (name: 'when' | 'delay') => {
      let seen: unknown;
      const asynchronous = () => Promise.resolve(false);
      retryRequests(options({ [name]: asynchronous }), failing([busy], [])).subscribe({
        error: (error: unknown) => (seen = error),
      });
      return seen;
    };
    expect([refused('when'), refused('delay')]).toMatchObject([
      { message: 'AnthropicClient: when: returned a promise; return true or false', cause: busy },
      {
        message: 'AnthropicClient: delay: returned a promise; return a number of milliseconds, 0 or more',
        cause: busy,
      },
    ]);
  });

  it('names the failures that it retries', () => {
    const failures: unknown[] = [];
    const failed = (error: unknown) => void failures.push(error);
    marbles(({ expectObservable }) => {
      expectObservable(retryRequests(options(), failing([busy, bad, busy], []), { failed })).toBe('20ms #', {}, busy);
    });
    expect(failures).toEqual([busy, bad]);
  });

  it('ends its wait on unsubscribe', () => {
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

  it('calls a key function again once, immediately, when the key is refused', () => {
    const seen: Attempt[] = [];
    marbles(({ expectObservable }) => {
      const renewable = options({ apiKey: () => EMPTY, when: () => false });
      expectObservable(retryRequests(renewable, failing([refused, refused], seen))).toBe('#', undefined, refused);
    });
    expect(seen).toEqual([
      { retryCount: 0, forceRefresh: false },
      { retryCount: 1, forceRefresh: true },
    ]);
  });

  it('does not call a key function again when retries are not allowed', () => {
    const seen: Attempt[] = [];
    marbles(({ expectObservable }) => {
      const renewable = options({ apiKey: () => EMPTY });
      const hooks = { allowed: () => false };
      expectObservable(retryRequests(renewable, failing([refused], seen), hooks)).toBe('#', undefined, refused);
    });
    expect(seen).toHaveLength(1);
  });

  it('counts separately for each subscription', () => {
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

  it('asks for a new key only in the attempt after a refusal, and logs each retry', () => {
    const lines: string[] = [];
    const log = (level: string, message: string) => void lines.push(`${level}: ${message}`);
    const seen: Attempt[] = [];
    marbles(({ expectObservable }) => {
      const renewable = options({ authToken: () => EMPTY, apiKey: null, delay: 9.6, maxRetries: 3, log });
      const errors = [refused, busy, new TypeError('hidden')];
      expectObservable(retryRequests(renewable, failing(errors, seen))).toBe('19.2ms (x|)', { x: 'ok' });
    });
    expect(seen).toEqual([
      { retryCount: 0, forceRefresh: false },
      { retryCount: 1, forceRefresh: true },
      { retryCount: 2, forceRefresh: false },
      { retryCount: 3, forceRefresh: false },
    ]);
    expect(lines).toEqual([
      'info: Retry 1 in 0 ms, after AuthenticationError',
      'info: Retry 2 in 10 ms, after OverloadedError',
      'info: Retry 3 in 10 ms, after an error of its source',
    ]);
  });
});
