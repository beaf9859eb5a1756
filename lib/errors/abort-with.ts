import { defer, fromEvent, map, type MonoTypeOperatorFunction, type Observable, of, share, takeUntil } from 'rxjs';
import { APIUserAbortError } from './api-user-abort-error.ts';

/** One listener serves all streams of a signal: Node warns of a leak at the eleventh listener. */
const abortions = new WeakMap<AbortSignal, Observable<unknown>>();

/** Ends the stream with `APIUserAbortError` when `signal` aborts; the last unsubscribe removes its listener. */
export function abortWith<T>(signal: AbortSignal | undefined): MonoTypeOperatorFunction<T> {
  if (!signal) return (source) => source;
  const abortion$ = abortions.get(signal) ?? fromEvent(signal, 'abort').pipe(share());
  abortions.set(signal, abortion$);
  const aborted$ = defer(() => (signal.aborted ? of(undefined) : abortion$)).pipe(
    map(() => {
      throw new APIUserAbortError('The signal in the options aborted the request.', { cause: signal.reason });
    }),
  );
  return takeUntil(aborted$);
}
