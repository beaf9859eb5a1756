import { type Observable, switchMap, timer } from 'rxjs';
import { longestDelay } from '../errors/longest-delay.ts';

/** Emits once after `milliseconds`, however long that is, and completes. */
export function longTimer(milliseconds: number): Observable<0> {
  if (milliseconds <= longestDelay) return timer(milliseconds);
  return timer(longestDelay).pipe(switchMap(() => longTimer(milliseconds - longestDelay)));
}
