import { type SchedulerLike, type Subscription, tap } from 'rxjs';
import type { RelayLog } from './relay-log.ts';
import { run } from './run.ts';

/** How long a log may lack replies after its return, in ms. */
const settleTime = 5_000;

/** Follows whether a log was away: it may have lost replies, which their processes append again. */
export class LogReturn {
  readonly #scheduler: SchedulerLike;
  readonly #work: Subscription;
  #returnedAt = -Infinity;

  constructor(log: RelayLog, scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#work = run(log.reconnected$.pipe(tap(() => (this.#returnedAt = scheduler.now()))));
  }

  /** Whether a reply that the log lacks may still return. */
  get isRecent(): boolean {
    const age = this.#scheduler.now() - this.#returnedAt;
    // Below 0 if the clock was set back.
    return age >= 0 && age < settleTime;
  }

  close(): void {
    this.#work.unsubscribe();
  }
}
