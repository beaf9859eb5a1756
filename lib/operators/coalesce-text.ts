import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  endWith,
  exhaustMap,
  filter,
  from,
  map,
  type Observable,
  type ObservableInput,
  of,
  type OperatorFunction,
  type SchedulerLike,
  Subject,
  takeUntil,
  takeWhile,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { aScheduler, checkOptions, milliseconds, type OptionRule, required } from '../errors/check-options.ts';
import { longestDelay } from '../errors/longest-delay.ts';
import { requireText } from '../errors/require-text.ts';

const inputs = ['subscribe', Symbol.observable, 'then', 'getReader', Symbol.asyncIterator, Symbol.iterator, 'length'];
const aPace: OptionRule = {
  allows: (value) =>
    milliseconds.allows(value) || (typeof value === 'object' && value !== null && inputs.some((mark) => mark in value)),
  expected: 'a number of milliseconds, 0 or more, or a notifier: an Observable, promise or iterable',
};

/** The options of `coalesceText`. */
export interface CoalesceTextOptions {
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Emits the text of the source in larger pieces: the first piece immediately, then the text that arrived since, joined,
 * once per `duration` ms or per emission of a notifier. If no text arrived since the last tick, ticking stops until the
 * next piece, which is again emitted immediately.
 *
 * ```text
 * source:  -a-b-c-d--------e-|
 * coalesceText(4)
 * result:  -a---x---d------e-|   x: 'bc'
 * ```
 * Completes and errors with the source, after emitting the waiting text. It subscribes to the notifier for each run of
 * ticks. When the notifier completes, it emits the waiting text, and the next piece starts another run. Errors of the
 * notifier pass. Throws `InvalidOptionsError` for wrong arguments. Unsubscribing drops the waiting text and
 * unsubscribes from both.
 *
 * @example One change of the page per frame
 * ```ts
 * import { coalesceText, type MessageStreamEvent, textDeltas } from 'anthropic-rxjs';
 * import { animationFrames, type Observable } from 'rxjs';
 *
 * const perFrame = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(textDeltas(), coalesceText(animationFrames()));
 * ```
 * @see smoothText
 */
export function coalesceText(duration: number, options?: CoalesceTextOptions): OperatorFunction<string, string>;
export function coalesceText(notifier: ObservableInput<unknown>): OperatorFunction<string, string>;
export function coalesceText(
  pace: number | ObservableInput<unknown>,
  options: CoalesceTextOptions = {},
): OperatorFunction<string, string> {
  checkOptions('coalesceText', { duration: pace }, { duration: required(aPace) });
  checkOptions('coalesceText', options, { scheduler: aScheduler });
  const { scheduler = asyncScheduler } = options;
  const ticks$ = defer(() => (typeof pace === 'number' ? every(Math.min(pace, longestDelay), scheduler) : from(pace)));
  return (source) =>
    defer(() => {
      let waiting = '';
      const take = () => {
        const text = waiting;
        waiting = '';
        return text;
      };
      // The first piece, then ticks as long as each finds something, then the waiting text when the ticks end.
      const found$ = ticks$.pipe(
        map(() => waiting),
        takeWhile((text) => text !== ''),
      );
      const ended$ = new Subject<void>();
      const run$ = concat(of(''), found$, of('')).pipe(takeUntil(ended$));
      return source.pipe(
        tap({
          next: (piece) => {
            waiting += requireText('coalesceText', piece, 'textDeltas()');
          },
          complete: () => ended$.next(),
        }),
        exhaustMap(() => run$),
        endWith(''),
        catchError((error: unknown) =>
          concat(
            of(''),
            throwError(() => error),
          ),
        ),
        map(take),
        filter((text) => text !== ''),
      );
    });
}

function every(duration: number, scheduler: SchedulerLike): Observable<unknown> {
  return timer(duration, duration, scheduler);
}
