import { type MonoTypeOperatorFunction, Observable, takeUntil } from 'rxjs';
import { APIUserAbortError } from '../errors/api-user-abort-error.ts';

/** Ends the stream with `APIUserAbortError` when `signal` is aborted; its listener goes with the subscription. */
export function abortWith<T>(signal: AbortSignal | undefined): MonoTypeOperatorFunction<T> {
  if (!signal) return (source) => source;
  const aborted$ = new Observable<never>((subscriber) => {
    const abort = () =>
      subscriber.error(
        new APIUserAbortError('The request was aborted by the signal it was given.', { cause: signal.reason }),
      );
    if (signal.aborted) {
      abort();
      return undefined;
    }
    signal.addEventListener('abort', abort);
    return () => signal.removeEventListener('abort', abort);
  });
  return takeUntil(aborted$);
}
