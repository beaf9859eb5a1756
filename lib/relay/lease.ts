import {
  catchError,
  EMPTY,
  endWith,
  exhaustMap,
  from,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type Observable,
  type SchedulerLike,
  switchMap,
  tap,
  timer,
} from 'rxjs';
import type { RelayLog } from './relay-log.ts';
import type { Tail } from './tail.ts';

/** How often a lease is renewed while it lasts. */
const sweepsPerLease = 3;
/** A lone miss may be a lease that was renewed a moment too late. */
const missesOfDead = 2;

/** The parts of a process that a sweep needs. */
export interface LeaseOptions {
  readonly log: RelayLog;
  readonly owner: string;
  /** How long a lease lasts, in ms. */
  readonly lease: number;
  readonly scheduler: SchedulerLike;
  /** The replies that this process reads. */
  readonly tails: () => Iterable<Tail>;
  /** Whether this process produces a reply. */
  readonly isProduced: (id: string) => boolean;
}

/**
 * Renews the lease of this process three times per lease. After each renewal it emits the replies whose processes are dead.
 * A process is dead when two sweeps in a row miss its lease, and the log was reachable for one lease: after a restart of
 * the log all leases are missing.
 */
export function sweeps({ log, owner, lease, scheduler, tails, isProduced }: LeaseOptions): Observable<readonly Tail[]> {
  let reachableSince = scheduler.now();

  const mark = (tail: Tail, isAlive: boolean) => {
    tail.ownerMissed = isAlive ? 0 : tail.ownerMissed + 1;
    return tail.ownerMissed >= missesOfDead && scheduler.now() - reachableSince >= lease;
  };
  const findDead = (): Observable<readonly Tail[]> => {
    // A clock that was set back counts from there.
    reachableSince = Math.min(reachableSince, scheduler.now());
    const byOwner = new Map<string, Tail[]>();
    const dead: Tail[] = [];
    for (const tail of tails()) {
      if (tail.owner === undefined || tail.isEnded) continue;
      // A reply of this process that it does not produce: its start failed half-way.
      if (tail.owner === owner) {
        if (mark(tail, isProduced(tail.id))) dead.push(tail);
        continue;
      }
      const theirs = byOwner.get(tail.owner);
      if (theirs) theirs.push(tail);
      else byOwner.set(tail.owner, [tail]);
    }
    const foreign$ = from(byOwner).pipe(
      mergeMap(([other, theirs]) =>
        log.isAlive(other).pipe(
          map((isAlive) => dead.push(...theirs.filter((tail) => mark(tail, isAlive)))),
          catchError(() => EMPTY), // the next sweep repeats the question
        ),
      ),
    );
    return foreign$.pipe(ignoreElements(), endWith(dead));
  };

  const renewed$ = timer(0, lease / sweepsPerLease, scheduler).pipe(
    exhaustMap(() =>
      log.beat(owner, lease).pipe(
        catchError(() => EMPTY), // out of reach: no process can be declared dead
        switchMap(findDead),
      ),
    ),
  );
  const reconnected$ = log.reconnected$.pipe(
    tap(() => (reachableSince = scheduler.now())),
    ignoreElements(),
  );
  return merge(reconnected$, renewed$);
}
