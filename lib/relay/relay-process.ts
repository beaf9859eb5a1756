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
  Observable,
  type ObservableInput,
  of,
  Subject,
  Subscription,
  switchMap,
  takeUntil,
  timer,
  zip,
} from 'rxjs';
import { type BetaMessageStreamEvent, RelayClosedError, UnknownStreamError } from '../index.ts';
import { checkAttach, checkStart } from './check-relay-arguments.ts';
import { cursorAt, ending, epochOf } from './cursor.ts';
import { deferLog } from './defer-log.ts';
import { LogReturn } from './log-return.ts';
import { nextEpoch } from './next-epoch.ts';
import { parseOpener, readOpener } from './opener.ts';
import { Producers } from './producers.ts';
import { randomId } from '../types/random-id.ts';
import { type AttachOptions, Reader } from './reader.ts';
import type { Relay, RelayStatus } from './relay.ts';
import type { RelayEntry } from './relay-log.ts';
import type { RelaySettings } from './relay-options.ts';
import type { RelayedEvent } from './relayed-event.ts';
import type { ReplyEnd } from './reply-end.ts';
import { statusAt } from './status-at.ts';
import { Sweeper } from './sweeper.ts';
import { Tail } from './tail.ts';
import { tryAgain } from './try-again.ts';

/** How long `close` waits for the log, in ms. */
const closePatience = 5_000;

/** The relay of one process. */
export class RelayProcess implements Relay {
  readonly #settings: RelaySettings;
  readonly #owner = randomId();
  readonly #logReturn: LogReturn;
  readonly #producers: Producers;
  readonly #sweeper: Sweeper;
  readonly #tails = new Map<string, Tail>();
  readonly #starting = new Set<Observable<unknown>>();
  readonly #work = new Subscription();
  /** Errors when the relay closes, which ends every wait for the log. */
  readonly #closed$ = new Subject<never>();
  #isClosed = false;
  #closing: Promise<void> | undefined;

  constructor(options: RelaySettings) {
    const settings = { ...options, log: deferLog(options.log) };
    this.#settings = settings;
    this.#logReturn = new LogReturn(settings.log, settings.scheduler);
    this.#producers = new Producers(settings);
    this.#sweeper = new Sweeper({
      settings,
      owner: this.#owner,
      producers: this.#producers,
      tails: this.#tails,
      stop: (id) => this.stop(id),
    });
  }

  start(
    id: string,
    events$: ObservableInput<BetaMessageStreamEvent>,
    context?: unknown,
  ): Observable<'started' | 'joined'> {
    checkStart(id, events$, context);
    return this.#open(() => {
      // Detached: a reply in the log needs its producer, even if its subscriber unsubscribes.
      const result$ = new AsyncSubject<'started' | 'joined'>();
      this.#starting.add(result$);
      const begun$ = defer(() => this.#begin(id, events$, context)).pipe(
        finalize(() => this.#starting.delete(result$)),
      );
      this.#work.add(begun$.subscribe(result$));
      return result$.pipe(takeUntil(this.#closed$));
    });
  }

  attach(id: string, options: AttachOptions = {}): Observable<RelayedEvent> {
    checkAttach(id, options);
    return this.#open(
      () =>
        new Observable((subscriber) => {
          const { log, scheduler } = this.#settings;
          const known = this.#tails.get(id);
          const tail = known ?? new Tail(id, log, this.#logReturn, scheduler);
          this.#tails.set(id, tail);
          const reader = new Reader(subscriber, { tail, log, scheduler }, options);
          tail.followers.add(reader);
          subscriber.add(() => {
            tail.followers.delete(reader);
            if (tail.followers.size > 0) return;
            tail.close();
            this.#sweeper.left(id);
            if (this.#tails.get(id) === tail) this.#tails.delete(id);
          });
          this.#sweeper.start();
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
      // Most replies have one epoch: one round trip finds their process and ends them.
      zip(log.top(id), readOpener(log, id), log.append(id, '*', entry)).pipe(
        switchMap(([before, first, top]) => {
          if (top === '') throw this.#unknown(id);
          if (!first || !before || before.kind === 'end') return of(first);
          const epoch = epochOf(before.cursor);
          return epoch > epochOf(first.cursor) ? readOpener(log, id, epoch) : of(first);
        }),
        // Without it, the process would see the end only with its next event.
        switchMap((opener) => (opener ? this.#wake(parseOpener(opener.value).owner, id) : EMPTY)),
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
    return this.#ask(() => this.#settings.log.top(id)).pipe(map(statusAt));
  }

  context(id: string): Observable<unknown> {
    return this.#ask(() =>
      readOpener(this.#settings.log, id).pipe(
        map((opener) => {
          if (!opener) throw this.#unknown(id);
          return parseOpener(opener.value).context;
        }),
      ),
    );
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#sweeper.close();
    const { log, scheduler } = this.#settings;
    const started$ = merge(...[...this.#starting].map((start$) => start$.pipe(catchError(() => EMPTY))));
    const ended$ = concat(
      started$,
      defer(() => this.#producers.end()),
      defer(() => log.release(this.#owner)),
    ).pipe(
      catchError(() => EMPTY), // other processes notice by its lease
      finalize(() => this.#dispose()),
      takeUntil(timer(closePatience, scheduler)),
    );
    await lastValueFrom(ended$, { defaultValue: undefined });
  }

  #dispose(): void {
    for (const tail of [...this.#tails.values()]) tail.fail(new RelayClosedError());
    this.#closed$.error(new RelayClosedError());
    this.#logReturn.close();
    this.#producers.close();
    this.#work.unsubscribe();
    this.#settings.log.close();
  }

  #open<T>(factory: () => Observable<T>): Observable<T> {
    return defer(() => {
      if (this.#isClosed) throw new RelayClosedError();
      return factory();
    });
  }

  /** Repeats a question until the log answers it. */
  #ask<T>(question: () => Observable<T>): Observable<T> {
    return this.#open(question).pipe(tryAgain(this.#settings.scheduler), takeUntil(this.#closed$));
  }

  /** The error for a reply that the log lacks: the question is repeated while the reply may return. */
  #unknown(id: string): Error {
    return this.#logReturn.isRecent ? new Error(`The log lacks the reply ${id}.`) : new UnknownStreamError(id);
  }

  #joinEnded(id: string): Observable<undefined> {
    return this.#settings.log.top(id).pipe(
      map((top) => {
        if (statusAt(top) === 'unknown') throw new UnknownStreamError(id);
        return undefined;
      }),
    );
  }

  #wake(owner: string, id: string): Observable<unknown> {
    if (owner !== this.#owner) return this.#settings.log.wake(owner, id);
    this.#producers.get(id)?.finish({ end: 'stopped' });
    return EMPTY;
  }

  #begin(
    id: string,
    events$: ObservableInput<BetaMessageStreamEvent>,
    context: unknown,
  ): Observable<'started' | 'joined'> {
    const { log, scheduler } = this.#settings;
    const opener = JSON.stringify({ owner: this.#owner, nonce: randomId(), context });
    const epoch = nextEpoch(scheduler, 0);
    const entry: RelayEntry = { cursor: cursorAt(epoch, 0), kind: 'open', value: opener };
    this.#sweeper.start();
    // A lease first: other processes would declare a reply without one lost.
    return this.#sweeper.renew().pipe(
      switchMap(() => log.append(id, '', entry)),
      switchMap((top) => {
        if (top === entry.cursor) return readOpener(log, id);
        return top === ending ? this.#joinEnded(id) : of(undefined);
      }),
      tryAgain(scheduler),
      map((winner) => {
        if (winner?.value !== opener) return 'joined';
        this.#producers.produce(id, { epoch, previousEpoch: 0, opener, context, kept: [] }, events$);
        return 'started';
      }),
    );
  }
}
