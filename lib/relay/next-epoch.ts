import type { SchedulerLike } from 'rxjs';

/**
 * The number of a new epoch after `last`: the time in ms, or the next number if a clock was ahead. A log may lose a
 * reply and get its id again, and readers must not mistake the new epoch for the old one.
 */
export function nextEpoch(scheduler: SchedulerLike, last: number): number {
  return Math.max(last + 1, Math.floor(scheduler.now()));
}
