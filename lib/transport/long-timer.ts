import { type Observable, switchMap, timer } from 'rxjs';

/** The longest delay of a timer, in ms: runtimes fire a longer one immediately. */
export const longestDelay = 2 ** 31 - 1;

/** Emits once after `milliseconds`, however long that is, and completes. */
export function longTimer(milliseconds: number): Observable<0> {
  if (milliseconds <= longestDelay) return timer(milliseconds);
  return timer(longestDelay).pipe(switchMap(() => longTimer(milliseconds - longestDelay)));
}
