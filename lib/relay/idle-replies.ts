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
        const since = before.get(id) ?? this.#scheduler.now();
        this.#since.set(id, since);
        return this.#scheduler.now() - since >= this.#stopAfter;
      }),
    );
  }
}
