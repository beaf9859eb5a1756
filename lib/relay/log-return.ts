import { type SchedulerLike, type Subscription, tap } from 'rxjs';
import type { RelayLog } from './relay-log.ts';
import { run } from './run.ts';

/** How long a log may lack replies after its return, in ms. */
const settleTime = 5_000;

/** Follows whether a log was away: it may have lost replies, which their processes append again. */
export class LogReturn {
  readonly #scheduler: SchedulerLike;
  readonly #work: Subscription;
  #settledAt = -Infinity;

  constructor(log: RelayLog, scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#work = run(log.reconnected$.pipe(tap(() => (this.#settledAt = scheduler.now() + settleTime))));
  }

  /** Whether a reply that the log lacks may still return. */
  get isRecent(): boolean {
    return this.#scheduler.now() < this.#settledAt;
  }

  close(): void {
    this.#work.unsubscribe();
  }
}
