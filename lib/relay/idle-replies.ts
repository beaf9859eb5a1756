import { catchError, EMPTY, filter, from, map, mergeMap, type Observable, type SchedulerLike } from 'rxjs';
import type { RelayLog } from './relay-log.ts';

/** Finds replies of this process that nobody has read for `stopAfter` ms; called in each sweep. */
export class IdleReplies {
  readonly #log: RelayLog;
  readonly #scheduler: SchedulerLike;
  readonly #stopAfter: number;
  /** The times since which replies are unread. */
  #since = new Map<string, number>();

  constructor(log: RelayLog, scheduler: SchedulerLike, stopAfter: number) {
    this.#log = log;
    this.#scheduler = scheduler;
    this.#stopAfter = stopAfter;
  }

  /** Called when the last reader of a reply in this process has left. */
  left(id: string): void {
    this.#since.set(id, this.#scheduler.now());
  }

  /** Emits the ids of the replies to stop. `unread` lists the replies without a reader in this process. */
  find(unread: readonly string[]): Observable<string> {
    const before = this.#since;
    this.#since = new Map();
    return from(unread).pipe(
      mergeMap((id) =>
        this.#log.watchers(id).pipe(
          catchError(() => EMPTY),
          filter((count) => count === 0),
          map(() => id),
        ),
      ),
      filter((id) => {
        const now = this.#scheduler.now();
        // A reader may have left while the log answered. A clock that was set back counts from there.
        const since = Math.min(this.#since.get(id) ?? before.get(id) ?? now, now);
        this.#since.set(id, since);
        return now - since >= this.#stopAfter;
      }),
    );
  }
}
