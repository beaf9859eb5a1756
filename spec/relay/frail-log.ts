import {
  BehaviorSubject,
  concat,
  EMPTY,
  filter,
  mergeMap,
  type Observable,
  skip,
  switchMap,
  take,
  throwError,
} from 'rxjs';
import { memoryLog, type RelayLog } from '../../lib/relay/index.ts';

/** The log as one process sees it. */
export interface Connection {
  readonly log: RelayLog;
  /** Answers no call before `thaw`, like a process that is stopped or killed. */
  freeze(): void;
  thaw(): void;
  /** How many of the next appends are done but answered with an error. */
  loseReplies(count: number): void;
}

/** Replies in memory with the faults of a log across machines. */
export class FrailLog {
  readonly #ids: readonly string[];
  readonly #inner$ = new BehaviorSubject(memoryLog());

  /** `ids` are the replies that survive a set-back. */
  constructor(...ids: readonly string[]) {
    this.#ids = ids;
  }

  connect(): Connection {
    const isFrozen$ = new BehaviorSubject(false);
    let lost = 0;
    const ask = <T>(question: (log: RelayLog) => Observable<T>) =>
      isFrozen$.pipe(
        filter((isFrozen) => !isFrozen),
        take(1),
        switchMap(() => question(this.#inner$.value)),
      );
    const log: RelayLog = {
      canRewind: true,
      append: (...args) =>
        ask((inner) => {
          const top$ = inner.append(...args);
          if (lost === 0) return top$;
          lost -= 1;
          return top$.pipe(switchMap(() => throwError(() => new Error('The connection is gone.'))));
        }),
      read: (...args) => ask((inner) => inner.read(...args)),
      top: (id) => ask((inner) => inner.top(id)),
      touch: (id) => ask((inner) => inner.touch(id)),
      replace: (...args) => ask((inner) => inner.replace(...args)),
      watch: (id) =>
        this.#inner$.pipe(switchMap((inner) => isFrozen$.pipe(switchMap((is) => (is ? EMPTY : inner.watch(id)))))),
      watchers: (id) => ask((inner) => inner.watchers(id)),
      beat: (...args) => ask((inner) => inner.beat(...args)),
      isAlive: (owner) => ask((inner) => inner.isAlive(owner)),
      release: (owner) => ask((inner) => inner.release(owner)),
      wake: (...args) => ask((inner) => inner.wake(...args)),
      wakes: (owner) => this.#inner$.pipe(switchMap((inner) => inner.wakes(owner))),
      reconnected$: this.#inner$.pipe(skip(1)),
      close: () => undefined,
    };
    return {
      log,
      freeze: () => isFrozen$.next(true),
      thaw: () => isFrozen$.next(false),
      loseReplies: (count) => {
        lost = count;
      },
    };
  }

  /** Forgets all but the first entries of each reply, and every lease, as a failover does. */
  setBack(entries: number): void {
    const before = this.#inner$.value;
    const after = memoryLog();
    for (const id of this.#ids) {
      const kept$ = before.read(id, '0-0', entries);
      kept$
        .pipe(mergeMap((kept) => concat(...kept.map((entry, i) => after.append(id, kept[i - 1]?.cursor ?? '', entry)))))
        .subscribe();
    }
    this.#inner$.next(after);
  }
}
