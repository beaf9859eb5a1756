import {
  AsyncSubject,
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  Observable,
  type ObservableInput,
  of,
  Subject,
  Subscription,
  switchMap,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import { aFunction, checkOptions, type OptionRule } from '../errors/check-options.ts';
import { type BetaMessageStreamEvent, RelayClosedError, UnknownStreamError } from '../index.ts';
import { cursorAt, ending, epochOf, isCursor } from './cursor.ts';
import { IdleReplies } from './idle-replies.ts';
import { sweeps } from './lease.ts';
import { parseOpener, readOpener } from './opener.ts';
import { Producer } from './producer.ts';
import { randomId } from './random-id.ts';
import { type AttachOptions, Reader } from './reader.ts';
import { recoveredEvents } from './recovered-events.ts';
import type { Relay, RelayStatus } from './relay.ts';
import type { RelayEntry } from './relay-log.ts';
import type { RelayOptions } from './relay-options.ts';
import type { RelayedEvent } from './relayed-event.ts';
import type { ReplyEnd } from './reply-end.ts';
import { run } from './run.ts';
import { Tail } from './tail.ts';
import { declareLost, type TakenOver, takeOver } from './take-over.ts';
import { tryAgain } from './try-again.ts';

type Settings = Required<Omit<RelayOptions, 'recover'>> & { readonly recover: RelayOptions['recover'] };

/** A log that was set back may lose the end of a reply: its process can repeat it for so long, in ms. */
const holdAfterEnd = 10_000;
/** How long `close` waits for the log, in ms. */
const closePatience = 5_000;

const aCursor: OptionRule = {
  allows: (value) => typeof value === 'string' && isCursor(value),
  expected: 'the id of an event, such as 1-57',
};

/** The relay of one process. */
export class RelayProcess implements Relay {
  readonly #settings: Settings;
  readonly #owner = randomId();
  readonly #producers = new Map<string, Producer>();
  readonly #tails = new Map<string, Tail>();
  readonly #starting = new Set<Observable<unknown>>();
  readonly #work = new Subscription();
  /** Errors when the relay has closed: whoever still waits for the log waits no longer. */
  readonly #closed$ = new Subject<never>();
  readonly #idle: IdleReplies | undefined;
  #sweeping: Subscription | undefined;
  /** Until when the log knows that this process lives. */
  #leasedUntil = -Infinity;
  #isClosed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    const { log, scheduler, onIdle } = settings;
    if (onIdle !== 'finish') this.#idle = new IdleReplies(log, scheduler, onIdle.stopAfter);
  }

  start(
    id: string,
    events$: ObservableInput<BetaMessageStreamEvent>,
    context?: unknown,
  ): Observable<'started' | 'joined'> {
    return this.#open(() => {
      // Detached: whoever asked may leave, and a reply that the log has must have its producer.
      const result$ = new AsyncSubject<'started' | 'joined'>();
      this.#starting.add(result$);
      const begun$ = this.#begin(id, events$, context).pipe(finalize(() => this.#starting.delete(result$)));
      this.#work.add(begun$.subscribe(result$));
      return result$.pipe(takeUntil(this.#closed$));
    });
  }

  attach(id: string, options: AttachOptions = {}): Observable<RelayedEvent> {
    checkOptions('attach', options, { after: aCursor, onOpen: aFunction });
    return this.#open(
      () =>
        new Observable((subscriber) => {
          const { log, scheduler } = this.#settings;
          const known = this.#tails.get(id);
          const tail = known ?? new Tail(id, log, scheduler);
          this.#tails.set(id, tail);
          const reader = new Reader(subscriber, { tail, log, scheduler }, options);
          tail.followers.add(reader);
          subscriber.add(() => {
            tail.followers.delete(reader);
            if (tail.followers.size > 0) return;
            tail.close();
            if (this.#tails.get(id) === tail) this.#tails.delete(id);
          });
          this.#sweep();
          if (!known) tail.open(this.#producers.get(id), this.#owner);
          else if (tail.last === undefined) tail.look();
          reader.wake();
        }),
    );
  }

  stop(id: string): Observable<never> {
    const entry: RelayEntry = { cursor: ending, kind: 'end', value: JSON.stringify({ end: 'stopped' }) };
    const { log } = this.#settings;
    return this.#ask(() =>
      log.top(id).pipe(
        switchMap((top) => (top?.kind !== 'end' && top ? readOpener(log, id, epochOf(top.cursor)) : of(undefined))),
        switchMap((opener) =>
          log.append(id, '*', entry).pipe(
            tap((top) => {
              if (top === '') throw new UnknownStreamError(id);
            }),
            // The process would see it with its next event; this makes it see at once.
            switchMap(() => (opener === undefined ? EMPTY : this.#wake(parseOpener(opener).owner, id))),
          ),
        ),
      ),
    ).pipe(ignoreElements());
  }

  deleteReply(id: string): Observable<never> {
    const end: ReplyEnd = { end: 'stopped', deleted: true };
    const entry: RelayEntry = { cursor: ending, kind: 'end', value: JSON.stringify(end) };
    const replaced$ = this.#ask(() => this.#settings.log.replace(id, entry));
    return concat(this.stop(id), replaced$).pipe(ignoreElements());
  }

  status(id: string): Observable<RelayStatus> {
    return this.#ask(() => this.#settings.log.top(id)).pipe(
      map((top) => {
        if (!top) return 'unknown';
        if (top.kind !== 'end') return 'running';
        const end = JSON.parse(top.value) as ReplyEnd; // written by a relay
        return 'deleted' in end ? 'unknown' : end.end;
      }),
    );
  }

  context(id: string): Observable<unknown> {
    return this.#ask(() => readOpener(this.#settings.log, id, 1)).pipe(
      map((opener) => {
        if (opener === undefined) throw new UnknownStreamError(id);
        return parseOpener(opener).context;
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#rest();
    const { log, scheduler } = this.#settings;
    const started$ = merge(...[...this.#starting].map((start$) => start$.pipe(catchError(() => EMPTY))));
    const told$ = concat(
      started$,
      defer(() => this.#endAll()),
      defer(() => log.release(this.#owner)),
    ).pipe(
      catchError(() => EMPTY), // its lease will say it
      finalize(() => this.#dispose()),
      takeUntil(timer(closePatience, scheduler)),
    );
    await lastValueFrom(told$, { defaultValue: undefined });
  }

  #dispose(): void {
    for (const tail of [...this.#tails.values()]) tail.fail(new RelayClosedError());
    this.#closed$.error(new RelayClosedError());
    for (const producer of this.#producers.values()) producer.leave();
    this.#work.unsubscribe();
    this.#settings.log.close();
  }

  /** Ends the replies of this process, or lets go of them where another process can take them over. */
  #endAll(): Observable<unknown> {
    const running = [...this.#producers.values()].filter((producer) => !producer.isOver);
    const end$ = defer(() => {
      for (const producer of running) {
        if (this.#settings.recover) producer.leave();
        else producer.finish({ end: 'lost' });
      }
      return EMPTY;
    });
    return merge(...running.map(({ hints$ }) => hints$), end$);
  }

  #open<T>(factory: () => Observable<T>): Observable<T> {
    return defer(() => {
      if (this.#isClosed) throw new RelayClosedError();
      return factory();
    });
  }

  /** A question to the log; it is asked again until it is answered. */
  #ask<T>(question: () => Observable<T>): Observable<T> {
    return this.#open(question).pipe(tryAgain(this.#settings.scheduler), takeUntil(this.#closed$));
  }

  #wake(owner: string, id: string): Observable<unknown> {
    if (owner !== this.#owner) return this.#settings.log.wake(owner, id);
    this.#producers.get(id)?.look();
    return EMPTY;
  }

  #begin(
    id: string,
    events$: ObservableInput<BetaMessageStreamEvent>,
    context: unknown,
  ): Observable<'started' | 'joined'> {
    const { log, lease, scheduler } = this.#settings;
    const opener = JSON.stringify({ owner: this.#owner, nonce: randomId(), context });
    const entry: RelayEntry = { cursor: cursorAt(1, 0), kind: 'open', value: opener };
    const renewed$ = defer(() => {
      if (this.#leasedUntil > scheduler.now() + lease / 2) return of(undefined);
      return log.beat(this.#owner, lease).pipe(tap(() => this.#leased()));
    });
    this.#sweep();
    // A lease first: a reply without one would be taken for lost.
    return renewed$.pipe(
      switchMap(() => log.append(id, '', entry)),
      switchMap((top) => (top === entry.cursor ? readOpener(log, id, 1) : of(undefined))),
      tryAgain(scheduler),
      map((winner) => {
        if (winner !== opener) return 'joined';
        this.#produce(id, { epoch: 1, opener, context, kept: [] }, events$);
        return 'started';
      }),
    );
  }

  #produce(id: string, { epoch, opener, kept }: TakenOver, events$: ObservableInput<BetaMessageStreamEvent>): void {
    const { log, scheduler } = this.#settings;
    const producer = new Producer({ id, log, scheduler, opener, epoch, kept });
    this.#producers.set(id, producer);
    const over$ = producer.hints$.pipe(ignoreElements());
    const forgotten$ = concat(over$, log.canRewind ? timer(holdAfterEnd, scheduler) : of(0)).pipe(
      tap(() => {
        producer.leave();
        if (this.#producers.get(id) === producer) this.#producers.delete(id);
      }),
    );
    this.#work.add(run(forgotten$));
    producer.run(events$);
  }

  #leased(): void {
    const { scheduler, lease } = this.#settings;
    this.#leasedUntil = scheduler.now() + lease;
  }

  /** Sweeps while there is anything to look after. */
  #sweep(): void {
    if (this.#sweeping || this.#isClosed) return;
    const { log, lease, scheduler } = this.#settings;
    let count = 0;
    let idleSweeps = 0;
    const dead$ = sweeps({
      log,
      owner: this.#owner,
      lease,
      scheduler,
      tails: () => this.#tails.values(),
      isProduced: (id) => this.#producers.get(id)?.isOver === false,
    });
    const swept$ = dead$.pipe(
      tap((dead) => {
        this.#leased();
        for (const tail of dead) this.#replace(tail);
        for (const tail of this.#tails.values()) tail.sweep();
        if (count++ % 3 === 0) for (const producer of this.#producers.values()) producer.lookIfQuiet();
        this.#stopIdle();
        idleSweeps = this.#producers.size + this.#tails.size > 0 ? 0 : idleSweeps + 1;
        if (idleSweeps >= 3) this.#rest();
      }),
    );
    const woken$ = log.wakes(this.#owner).pipe(tap((id) => this.#producers.get(id)?.look()));
    const reconnected$ = log.reconnected$.pipe(
      tap(() => {
        for (const producer of this.#producers.values()) producer.look();
      }),
    );
    this.#sweeping = run(merge(woken$, reconnected$, swept$).pipe(tryAgain(scheduler)), () => this.#rest());
  }

  #rest(): void {
    this.#sweeping?.unsubscribe();
    this.#sweeping = undefined;
  }

  #stopIdle(): void {
    const idle = this.#idle;
    if (!idle) return;
    const unread = [...this.#producers.keys()].filter((id) => !this.#tails.has(id) && !this.#producers.get(id)?.isOver);
    const stopped$ = idle.find(unread).pipe(mergeMap((id) => this.stop(id)));
    this.#work.add(run(stopped$));
  }

  /** Takes over the reply of a dead process, or says that it is lost. */
  #replace(tail: Tail): void {
    const { log, recover } = this.#settings;
    const { id, last } = tail;
    if (last === undefined) return;
    tail.ownerMissed = 0;
    const replaced$ = recover
      ? takeOver(log, id, last, this.#owner).pipe(
          tap((taken) => {
            const events = taken.kept.map((line) => JSON.parse(line) as BetaMessageStreamEvent); // checked when it came
            const resume = (partial: Parameters<typeof recover>[1]) => recover(id, partial, taken.context);
            this.#produce(
              id,
              taken,
              defer(() => recoveredEvents(events, resume)),
            );
          }),
        )
      : declareLost(log, id, last);
    // Where the log fails, the next sweeps find the reply again.
    this.#work.add(run(replaced$.pipe(tap({ complete: () => tail.look() }))));
  }
}
