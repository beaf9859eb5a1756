import { type Observable, switchMap, timer } from 'rxjs';

/** A runtime fires a longer timer at once, in ms. */
const longest = 2 ** 31 - 1;

/** Emits once after `milliseconds`, however long that is, and completes. */
export function longTimer(milliseconds: number): Observable<0> {
  if (milliseconds <= longest) return timer(milliseconds);
  return timer(longest).pipe(switchMap(() => longTimer(milliseconds - longest)));
}
