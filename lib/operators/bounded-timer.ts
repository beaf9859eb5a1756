import { type Observable, type SchedulerLike, timer } from 'rxjs';
import { longestDelay } from '../errors/longest-delay.ts';

/** Emits once after `ms`. `Infinity` waits for 24 days. */
export function boundedTimer(ms: number, scheduler?: SchedulerLike): Observable<0> {
  return timer(Math.min(ms, longestDelay), scheduler);
}
