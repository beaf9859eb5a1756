import {
  concat,
  defer,
  EMPTY,
  expand,
  type Observable,
  of,
  type SchedulerLike,
  Subscription,
  switchMap,
  tap,
} from 'rxjs';
import { LogLostError, UnknownStreamError } from '../index.ts';
import { beginning, compareCursors, type Cursor, ending, epochOf } from './cursor.ts';
import type { LogReturn } from './log-return.ts';
import { parseOpener, readOpener } from './opener.ts';
import type { Producer } from './producer.ts';
import type { RelayEntry, RelayHint, RelayLog } from './relay-log.ts';
import { SharedEntry } from './relayed-event.ts';
import { run } from './run.ts';
import { tryAgain } from './try-again.ts';

/** The size of the latest entries that are kept for readers, in characters. */
const ringSize = 64 * 1024;
const pageLength = 100;
/** A lease has three sweeps: a quiet reply is compared with the log in one of them. */
const sweepsPerLook = 3;
/** The number of sweeps without entries before they count as lost: a log that was set back gets them again by then. */
export const sweepsToMiss = 6;

/** A reader that is woken for new entries. */
export interface Follower {
  /** Whether it has seen events of the reply, so that the log must have had it. */
  readonly hasSeen: boolean;
  wake(): void;
  /** Called once per sweep, until the reply has its end. */
  sweep(): void;
  fail(error: unknown): void;
}

/**
 * The end of one reply's log, for all its readers in this process: it knows the last entry and keeps the latest ones.
 * Hints make it fast; it reads missing entries from the log.
 */
export class Tail {
  readonly id: string;
  readonly followers = new Set<Follower>();
  /** The process that produces the reply. */
  owner: string | undefined;
  /** How many sweeps in a row have found its owner dead. */
  ownerMissed = 0;
  readonly #log: RelayLog;
  readonly #logReturn: LogReturn;
  readonly #scheduler: SchedulerLike;
  readonly #work = new Subscription();
  /** Entries by the cursor before them. */
  readonly #ring = new Map<Cursor, SharedEntry>();
  #ringSize = 0;
  #last: Cursor | undefined;
  #isLooking = false;
  #mustLook = false;
  #quietSweeps = 0;
  #missedSweeps = 0;

  constructor(id: string, log: RelayLog, logReturn: LogReturn, scheduler: SchedulerLike) {
    this.id = id;
    this.#log = log;
    this.#logReturn = logReturn;
    this.#scheduler = scheduler;
  }

  /** The last entry; `undefined` until the log has answered. */
  get last(): Cursor | undefined {
    return this.#last;
  }

  /** Whether the reply has its end. */
  get isEnded(): boolean {
    return this.#last === ending;
  }

  /** The entry after a cursor, where it is one of the latest. */
  after(cursor: Cursor): SharedEntry | undefined {
    return this.#ring.get(cursor);
  }

  /** Starts to follow. Entries of a producer in this process arrive without the log's hints. */
  open(producer: Producer | undefined, owner: string): void {
    const watched$ = defer(() => this.#log.watch(this.id)).pipe(tryAgain(this.#scheduler));
    let hints$: Observable<RelayHint> = watched$;
    if (producer && !producer.isOver) {
      this.owner = owner;
      this.#last = producer.top === '' ? beginning : producer.top;
      hints$ = concat(producer.hints$, watched$);
    }
    const taken$ = hints$.pipe(tap((hint) => this.#take(hint)));
    this.#work.add(run(taken$, (error) => this.fail(error)));
  }

  close(): void {
    this.#work.unsubscribe();
  }

  fail(error: unknown): void {
    for (const follower of [...this.followers]) follower.fail(error);
  }

  /** Reads new entries of the log. */
  look(): void {
    if (this.#isLooking) this.#mustLook = true;
    if (this.#isLooking || this.isEnded) return;
    this.#isLooking = true;
    const news$ = defer(() => (this.#last === undefined ? this.#readTop() : this.#readNews(this.#last))).pipe(
      tryAgain(this.#scheduler),
      tap({
        complete: () => {
          this.#isLooking = false;
          if (!this.#mustLook) return;
          this.#mustLook = false;
          this.look();
        },
      }),
    );
    this.#work.add(run(news$, (error) => this.fail(error)));
  }

  /** Called once per sweep: hints may have been lost, and so may the reply. */
  sweep(): void {
    if (this.isEnded) return;
    for (const follower of [...this.followers]) follower.sweep();
    this.#quietSweeps += 1;
    if (this.#last === undefined) this.look();
    else if (this.#missedSweeps > 0 || this.#quietSweeps >= sweepsPerLook) {
      this.#quietSweeps = 0;
      this.#work.add(run(this.#log.top(this.id).pipe(tap((top) => this.#verify(top)))));
    }
  }

  #take(hint: RelayHint): void {
    if (hint === 'look') this.look();
    else if (hint.previous === this.#last && !this.#isLooking) this.#push(hint.entry);
    else if (this.#last === undefined || compareCursors(hint.entry.cursor, this.#last) > 0) this.look();
  }

  #push(entry: RelayEntry): void {
    if (this.#last === undefined || compareCursors(entry.cursor, this.#last) <= 0) return;
    if (entry.kind === 'open') {
      this.owner = parseOpener(entry.value).owner;
      this.ownerMissed = 0;
    }
    this.#ring.set(this.#last, new SharedEntry(entry));
    this.#ringSize += entry.value.length;
    if (this.#ringSize > ringSize) this.#shrink();
    this.#arrive(entry.cursor);
  }

  /** Drops half of it in one go: a map finds its first key slowly after many deletions. */
  #shrink(): void {
    for (const [previous, { value }] of this.#ring) {
      if (this.#ringSize <= ringSize / 2 || this.#ring.size === 1) return;
      this.#ring.delete(previous);
      this.#ringSize -= value.length;
    }
  }

  #arrive(last: Cursor): void {
    this.#last = last;
    this.#quietSweeps = 0;
    this.#missedSweeps = 0;
    for (const follower of this.followers) follower.wake();
  }

  #readTop(): Observable<unknown> {
    return this.#log.top(this.id).pipe(
      switchMap((top) => {
        if (!top) {
          this.#miss();
          return EMPTY;
        }
        const opener$ = top.kind === 'end' ? of(undefined) : readOpener(this.#log, this.id, epochOf(top.cursor));
        return opener$.pipe(
          tap((opener) => {
            if (opener) this.owner = parseOpener(opener.value).owner;
            this.#arrive(top.cursor);
          }),
        );
      }),
    );
  }

  #readNews(last: Cursor): Observable<unknown> {
    const read = (after: Cursor) =>
      this.#log.read(this.id, after, pageLength).pipe(tap((page) => page.forEach((entry) => this.#push(entry))));
    const pages$ = read(last).pipe(
      expand((page) => {
        const next = page.length < pageLength ? undefined : page.at(-1);
        return next ? read(next.cursor) : EMPTY;
      }),
    );
    // A log that loses nothing has dropped the reply when it is not there.
    const there$ = defer(() => this.#log.top(this.id)).pipe(tap((top) => this.#verify(top)));
    return this.#log.canRewind ? pages$ : concat(pages$, there$);
  }

  #verify(top: RelayEntry | undefined): void {
    if (!top) {
      this.#miss();
      return;
    }
    const order = this.#last === undefined ? 0 : compareCursors(top.cursor, this.#last);
    this.#missedSweeps = order < 0 && this.#log.canRewind ? this.#missedSweeps + 1 : 0;
    // Its process is alive without them, so it is another one than before.
    if (this.#missedSweeps > sweepsToMiss)
      this.fail(new LogLostError(this.id, `the events after ${top.cursor} are missing`));
    else if (order > 0) this.look();
  }

  #miss(): void {
    this.#missedSweeps += 1;
    const isGone = !this.#log.canRewind || this.#missedSweeps > sweepsToMiss;
    const mayReturn = this.#logReturn.isRecent;
    for (const follower of [...this.followers]) {
      if (this.#last !== undefined && isGone) follower.fail(new LogLostError(this.id, 'all its events are missing'));
      else if (isGone || !(follower.hasSeen || mayReturn)) follower.fail(new UnknownStreamError(this.id));
    }
  }
}
