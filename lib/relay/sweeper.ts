import { defer, EMPTY, merge, mergeMap, type Observable, of, Subscription, switchMap, tap } from 'rxjs';
import type { BetaMessageStreamEvent } from '../index.ts';
import { IdleReplies } from './idle-replies.ts';
import { sweeps } from './lease.ts';
import type { Producers } from './producers.ts';
import { recoveredEvents } from './recovered-events.ts';
import type { RelaySettings } from './relay-options.ts';
import { run } from './run.ts';
import type { Tail } from './tail.ts';
import { declareLost, stateOf, takeOver } from './take-over.ts';
import { tryAgain } from './try-again.ts';

/** Sweeps without a reply before the sweeper rests. */
const idleSweepsBeforeRest = 3;
/** A quiet reply is compared with the log in each third sweep. */
const sweepsPerLook = 3;

/** The parts of a relay that the sweeper looks after. */
export interface SweeperOptions {
  readonly settings: RelaySettings;
  readonly owner: string;
  readonly producers: Producers;
  /** The replies that this process reads, by id. */
  readonly tails: ReadonlyMap<string, Tail>;
  readonly stop: (id: string) => Observable<never>;
}

/** Renews the lease of this process while it has replies, and replaces the replies of dead processes. */
export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #work = new Subscription();
  readonly #idle: IdleReplies | undefined;
  #sweeping: Subscription | undefined;
  /** When the lease began in the log, as a time of the scheduler. */
  #leasedAt = -Infinity;

  constructor(options: SweeperOptions) {
    this.#options = options;
    const { log, scheduler, onIdle } = options.settings;
    if (onIdle !== 'finish') this.#idle = new IdleReplies(log, scheduler, onIdle.stopAfter);
  }

  /** Renews the lease unless half of it remains. Completes when the log has it. */
  renew(): Observable<unknown> {
    const { settings, owner } = this.#options;
    const { log, lease, scheduler } = settings;
    return defer(() => {
      const age = scheduler.now() - this.#leasedAt;
      // Below 0 if the clock was set back.
      if (age >= 0 && age < lease / 2) return of(undefined);
      return log.beat(owner, lease).pipe(tap(() => this.#leased()));
    });
  }

  /** Sweeps until the process has had no reply for some sweeps. */
  start(): void {
    if (this.#sweeping || this.#work.closed) return;
    const { settings, owner, producers, tails } = this.#options;
    const { log, lease, scheduler } = settings;
    let count = 0;
    let idleSweeps = 0;
    const dead$ = sweeps({
      log,
      owner,
      lease,
      scheduler,
      tails: () => tails.values(),
      isProduced: (id) => producers.isRunning(id),
    });
    const swept$ = dead$.pipe(
      tap((dead) => {
        this.#leased();
        for (const tail of dead) this.#replace(tail);
        for (const tail of tails.values()) tail.sweep();
        if (count++ % sweepsPerLook === 0) producers.lookIfQuiet();
        this.#stopIdle();
        idleSweeps = producers.size + tails.size > 0 ? 0 : idleSweeps + 1;
        if (idleSweeps >= idleSweepsBeforeRest) this.#rest();
      }),
    );
    const woken$ = log.wakes(owner).pipe(tap((id) => producers.get(id)?.finish({ end: 'stopped' })));
    const reconnected$ = log.reconnected$.pipe(tap(() => producers.look()));
    this.#sweeping = run(merge(woken$, reconnected$, swept$).pipe(tryAgain(scheduler)), () => this.#rest());
  }

  /** Called when the last reader of a reply in this process has left. */
  left(id: string): void {
    this.#idle?.left(id);
  }

  close(): void {
    this.#rest();
    this.#work.unsubscribe();
  }

  #rest(): void {
    this.#sweeping?.unsubscribe();
    this.#sweeping = undefined;
  }

  #leased(): void {
    this.#leasedAt = this.#options.settings.scheduler.now();
  }

  #stopIdle(): void {
    const { producers, tails, stop } = this.#options;
    if (!this.#idle) return;
    const unread = producers.runningIds().filter((id) => !tails.has(id));
    this.#work.add(run(this.#idle.find(unread).pipe(mergeMap(stop))));
  }

  /** Takes over the reply of a dead process, or declares it lost. */
  #replace(tail: Tail): void {
    const { settings, owner } = this.#options;
    const { log, recover } = settings;
    const { id, owner: dead } = tail;
    if (dead === undefined) return;
    tail.ownerMissed = 0;
    const replaced$ = stateOf(log, id).pipe(
      switchMap(({ last, owner: current }): Observable<unknown> => {
        // A log that was set back has less than its readers saw, perhaps of another process.
        tail.owner = current;
        if (current !== dead) return EMPTY;
        return recover ? this.#recover(recover, takeOver(settings, id, last, owner), id) : declareLost(log, id, last);
      }),
    );
    // If the log fails, the next sweeps find the reply again.
    this.#work.add(run(replaced$.pipe(tap({ complete: () => tail.look() }))));
  }

  #recover(
    recover: NonNullable<RelaySettings['recover']>,
    taken$: ReturnType<typeof takeOver>,
    id: string,
  ): Observable<unknown> {
    return taken$.pipe(
      tap((taken) => {
        const events = taken.kept.map((line) => JSON.parse(line) as BetaMessageStreamEvent); // validated when it was written
        const resume = (partial: Parameters<typeof recover>[1]) => recover(id, partial, taken.context);
        this.#options.producers.produce(
          id,
          taken,
          defer(() => recoveredEvents(events, resume)),
        );
      }),
    );
  }
}
