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

/**
 * Emits the text of the source joined: the first piece at once, then what has come since, once per interval of `duration`
 * ms or at each emission of a notifier. When a tick finds nothing waiting, ticking stops until the next piece, which goes
 * out at once again.
 *
 * ```text
 * source:  -a-b-c-d--------e-|
 * coalesceText(4)
 * result:  -a---x---d------e-|   x: 'bc'
 * ```
 * Completes and errors with the source, what is waiting first. The notifier is subscribed for each run of ticks; when it
 * completes, what is waiting goes out and the next piece starts another run; its errors pass. Unsubscribing drops what
 * is waiting and leaves both.
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
export function coalesceText(duration: number, scheduler?: SchedulerLike): OperatorFunction<string, string>;
export function coalesceText(notifier: ObservableInput<unknown>): OperatorFunction<string, string>;
export function coalesceText(
  pace: number | ObservableInput<unknown>,
  scheduler: SchedulerLike = asyncScheduler,
): OperatorFunction<string, string> {
  const ticks$ = defer(() => (typeof pace === 'number' ? timer(pace, pace, scheduler) : from(pace)));
  return (source) =>
    defer(() => {
      let waiting = '';
      const take = () => {
        const text = waiting;
        waiting = '';
        return text;
      };
      // The first piece, then ticks as long as each finds something, then what waits when the ticks end of themselves.
      const found$ = ticks$.pipe(
        map(() => waiting),
        takeWhile((text) => text !== ''),
      );
      const ended$ = new Subject<void>();
      const run$ = concat(of(''), found$, of('')).pipe(takeUntil(ended$));
      return source.pipe(
        tap({
          next: (piece) => {
            waiting += piece;
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
