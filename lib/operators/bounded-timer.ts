import { type Observable, type SchedulerLike, timer } from 'rxjs';

/** The longest time that timers of JavaScript can wait, in ms; a longer one would end immediately. */
const longest = 2 ** 31 - 1;

/** Emits once after `ms`. `Infinity` waits for 24 days. */
export function boundedTimer(ms: number, scheduler?: SchedulerLike): Observable<0> {
  return timer(Math.min(ms, longest), scheduler);
}
