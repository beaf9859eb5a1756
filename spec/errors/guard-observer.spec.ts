import { describe, expect, it } from '@jest/globals';
import { asapScheduler, concat, Observable, of, range, Subject, take, tap, throwError } from 'rxjs';
import { guardCallback, guardObserver, type GuardedHandlers } from '../../lib/errors/guard-observer.ts';
import { InvalidParamsError } from '../../lib/errors/invalid-params-error.ts';

const ours = new InvalidParamsError([{ path: 'x', message: 'is wrong' }]);
const refused = new Error('refused');
const fail = (): never => {
  throw new RangeError('Maximum call stack size exceeded');
};

/** The notifications of a hand-written operator with these handlers. */
function notifications(source: Observable<number>, handlers: Partial<GuardedHandlers<number>>): unknown[] {
  const seen: unknown[] = [];
  new Observable<number>((subscriber) =>
    source.subscribe(guardObserver<number>(subscriber, { next: (value) => subscriber.next(value), ...handlers })),
  ).subscribe({
    next: (value) => seen.push(value),
    error: (error: unknown) => seen.push((error as Error).message),
    complete: () => seen.push('complete'),
  });
  return seen;
}

const processed = 'The stream could not be processed: Maximum call stack size exceeded';
const hostile = Object.defineProperty({}, 'message', { get: fail });

describe('guardObserver', () => {
  it.each<[string, Observable<number>, Partial<GuardedHandlers<number>>, unknown[]]>([
    [
      'passes errors and completion on',
      concat(
        of(1),
        throwError(() => refused),
      ),
      {},
      [1, 'refused'],
    ],
    ['passes completion on', of(1), {}, [1, 'complete']],
    ['converts a throw of next to an error', of(1, 2), { next: fail }, [processed]],
    ['converts a throw of complete to an error', of(1), { complete: fail }, [1, processed]],
    ['converts a throw of error to an error', throwError(() => refused), { error: fail }, [processed]],
    [
      'keeps an error of this library',
      of(1),
      {
        next: () => {
          throw ours;
        },
      },
      [ours.message],
    ],
    [
      'accepts a thrown value that throws when it is read',
      of(1),
      {
        next: () => {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- what others may throw
          throw hostile;
        },
      },
      ['The stream could not be processed: a value that cannot be shown'],
    ],
  ])('%s', (_, source, handlers, expected) => {
    expect(notifications(source, handlers)).toEqual(expected);
  });

  it('unsubscribes a source that emits synchronously when the subscriber closes', () => {
    let emitted = 0;
    const seen: number[] = [];
    const source = range(0, 1_000_000).pipe(tap(() => emitted++));
    const guarded = new Observable<number>((subscriber) =>
      source.subscribe(guardObserver<number>(subscriber, { next: (value) => subscriber.next(value) })),
    );
    guarded.pipe(take(2)).subscribe((value) => seen.push(value));
    expect({ seen, emitted }).toEqual({ seen: [0, 1], emitted: 2 });
  });

  it('unsubscribes its source when next throws', () => {
    const source = new Subject<number>();
    const seen: unknown[] = [];
    new Observable<number>((subscriber) => source.subscribe(guardObserver(subscriber, { next: fail }))).subscribe({
      error: (error: unknown) => seen.push(error),
    });
    source.next(1);
    source.next(2);
    expect({ seen: seen.length, observed: source.observed }).toEqual({ seen: 1, observed: false });
  });

  it('passes values that a handler makes its source emit', () => {
    const source = new Subject<number>();
    const seen: number[] = [];
    new Observable<number>((subscriber) =>
      source.subscribe(
        guardObserver<number>(subscriber, {
          next: (value) => {
            if (value < 3) source.next(value + 1);
            subscriber.next(value);
          },
        }),
      ),
    ).subscribe((value) => seen.push(value));
    source.next(1);
    expect(seen).toEqual([3, 2, 1]);
  });
});

describe('guardCallback', () => {
  it('converts a throw in a promise or a timer to an error', async () => {
    const end = await new Promise<unknown>((resolve) => {
      new Observable((subscriber) => asapScheduler.schedule(guardCallback(subscriber, fail))).subscribe({
        error: resolve,
      });
    });
    expect(end).toMatchObject({ name: 'AnthropicError', message: processed });
  });

  it('does nothing once the subscriber has closed', () => {
    let callback: ((text: string) => void) | undefined;
    const seen: string[] = [];
    const subscription = new Observable<string>((subscriber) => {
      callback = guardCallback(subscriber, (text: string) => void seen.push(text));
    }).subscribe();
    callback?.('open');
    subscription.unsubscribe();
    callback?.('closed');
    expect(seen).toEqual(['open']);
  });
});
