import { catchError, EMPTY, noop, type Observable, type Subscription } from 'rxjs';

/** Subscribes to work that no subscriber waits for. Its errors go to `failed`, never to the process. */
export function run(work$: Observable<unknown>, failed: (error: unknown) => void = noop): Subscription {
  const safe$ = work$.pipe(
    catchError((error: unknown) => {
      failed(error);
      return EMPTY;
    }),
  );
  return safe$.subscribe();
}
