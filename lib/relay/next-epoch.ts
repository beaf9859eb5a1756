import type { SchedulerLike } from 'rxjs';
import type { RelayLog } from './relay-log.ts';

/**
 * The number of a new epoch after `last`: the time in ms if the log may lose epochs, otherwise the next number. Readers
 * must not take a new epoch for a lost one.
 */
export function nextEpoch(
  { log, scheduler }: { readonly log: Pick<RelayLog, 'canRewind'>; readonly scheduler: SchedulerLike },
  last: number,
): number {
  return Math.max(last + 1, log.canRewind ? scheduler.now() : 0);
}
