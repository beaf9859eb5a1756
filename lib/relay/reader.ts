import { from, noop, type ObservableInput, type SchedulerLike, type Subscriber, timer } from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';
import { CursorExpiredError, LogLostError } from '../index.ts';
import { beginning, compareCursors, type Cursor, isCursor, seqOf } from './cursor.ts';
import { EventBatch } from './event-batch.ts';
import type { RelayEntry, RelayLog } from './relay-log.ts';
import { type RelayedEvent, SharedEntry } from './relayed-event.ts';
import { errorOf, type ReplyEnd } from './reply-end.ts';
import { type Follower, sweepsToMiss, type Tail } from './tail.ts';
import { tryAgain } from './try-again.ts';

/** The options of `attach`. */
export interface AttachOptions {
  /** The id of the last event that the reader has. Default: it starts with the first event. */
  readonly after?: string | undefined;
  /** While its latest value is `true`, the reader emits nothing. Afterwards it emits the missed events joined. */
  readonly paused$?: ObservableInput<boolean> | undefined;
  /** Called once, before the first event, as soon as the log has the reply and the position in it. */
  readonly onOpen?: (() => void) | undefined;
}

const pageLength = 100;
const nothing: readonly SharedEntry[] = [];
/** How long to wait for a log that was set back behind this reader, in ms. */
const setBackDelay = 100;

/** Emits a reply to one subscriber at its pace: the latest entries from the tail, older ones from the log. */
export class Reader implements Follower {
  readonly #subscriber: Subscriber<RelayedEvent>;
  readonly #tail: Tail;
  readonly #log: RelayLog;
  readonly #scheduler: SchedulerLike;
  readonly #after: Cursor;
  readonly #onOpen: (() => void) | undefined;
  /** The last entry taken. */
  #cursor: Cursor;
  /** The last event taken. */
  #seq: number;
  /** The reader missed everything up to this cursor and emits it joined. */
  #joinTo: Cursor | undefined;
  /** Whether it has yet to take an entry up to there. */
  #isBehind = false;
  /** How many sweeps in a row have found it after the last entry. */
  #sweepsAhead = 0;
  #page = nothing;
  #pageIndex = 0;
  readonly #batch = new EventBatch();
  #end: ReplyEnd | undefined;
  /** The end that follows the events of the batch. */
  #failure: Error | undefined;
  #isOpen = false;
  #isPaused = false;
  #isReading = false;
  #isPumping = false;

  constructor(
    subscriber: Subscriber<RelayedEvent>,
    { tail, log, scheduler }: { tail: Tail; log: RelayLog; scheduler: SchedulerLike },
    { after, paused$, onOpen }: AttachOptions,
  ) {
    this.#subscriber = subscriber;
    this.#tail = tail;
    this.#log = log;
    this.#scheduler = scheduler;
    this.#after = after !== undefined && isCursor(after) ? after : beginning;
    this.#cursor = this.#after;
    this.#seq = seqOf(this.#after);
    this.#onOpen = onOpen;
    if (paused$) {
      from(paused$).subscribe(
        guardObserver<boolean>(subscriber, { next: (isPaused) => this.#pause(isPaused), complete: noop }),
      );
    }
  }

  get hasSeen(): boolean {
    return this.#seq > 0;
  }

  fail(error: unknown): void {
    this.#subscriber.error(error);
  }

  /** Emits all available events. A subscriber may pause, unsubscribe or attach again while it receives one. */
  wake(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (!this.#subscriber.closed && !this.#isPaused && this.#advance());
    this.#isPumping = false;
  }

  /** An id that the log lacks may be that of a reply that the log had before, or of an epoch that it has lost. */
  sweep(): void {
    const { id, last } = this.#tail;
    const isAhead = last !== undefined && compareCursors(this.#cursor, last) > 0;
    this.#sweepsAhead = isAhead ? this.#sweepsAhead + 1 : 0;
    if (this.#sweepsAhead > sweepsToMiss) this.fail(new LogLostError(id, `it has no event ${this.#cursor}`));
  }

  #pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) return;
    if (this.#tail.last !== undefined) this.#joinUpTo(this.#tail.last);
    this.wake();
  }

  #joinUpTo(cursor: Cursor): void {
    this.#joinTo = cursor;
    this.#isBehind = compareCursors(this.#cursor, cursor) < 0;
  }

  /** Takes one step; returns false if the next step needs a new entry. */
  #advance(): boolean {
    const { last } = this.#tail;
    if (last === undefined) return false;
    if (this.#joinTo === undefined) this.#joinUpTo(last);
    const mustEmit = !this.#isBehind || this.#batch.isFull || this.#failure !== undefined;
    if (!this.#batch.isEmpty && mustEmit) return this.#emit();
    if (this.#failure) return this.#fail(this.#failure);
    if (this.#end) return this.#finish(this.#end);
    const entry = this.#next();
    if (entry) this.#take(entry);
    else if (!this.#isBehind) this.#open();
    return entry !== undefined;
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#onOpen?.();
  }

  #emit(): boolean {
    this.#open();
    const event = this.#batch.take();
    if (event) this.#subscriber.next(event);
    return true;
  }

  #fail(failure: Error): boolean {
    this.fail(failure);
    return false;
  }

  #finish(end: ReplyEnd): boolean {
    this.#open();
    const error = errorOf(this.#tail.id, end);
    if (error) this.#subscriber.error(error);
    else this.#subscriber.complete();
    return false;
  }

  #next(): SharedEntry | undefined {
    const { last } = this.#tail;
    const entry = this.#fromPage() ?? this.#tail.after(this.#cursor);
    // A log that was set back has less than this reader: it waits for the producer.
    if (entry || last === undefined || compareCursors(this.#cursor, last) >= 0) return entry;
    this.#joinUpTo(last);
    this.#read();
    return this.#fromPage();
  }

  #fromPage(): SharedEntry | undefined {
    for (let entry = this.#page[this.#pageIndex]; entry; entry = this.#page[this.#pageIndex]) {
      this.#pageIndex += 1;
      // It may repeat entries of the tail.
      if (compareCursors(entry.cursor, this.#cursor) > 0) return entry;
    }
    // Thousands of readers wait for the next entry: none keeps those that it has read.
    this.#page = nothing;
    this.#pageIndex = 0;
    return undefined;
  }

  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    const page$ = this.#log.read(this.#tail.id, this.#cursor, pageLength).pipe(tryAgain(this.#scheduler));
    page$.subscribe(
      guardObserver<readonly RelayEntry[]>(this.#subscriber, {
        next: (page) => {
          this.#isReading = false;
          this.#page = page.map((entry) => new SharedEntry(entry));
          this.#pageIndex = 0;
          if (page.length > 0) this.wake();
          else this.#waitForLog();
        },
        complete: noop,
      }),
    );
  }

  /** Emits the events missed so far; the rest follows when the producer has appended it again. */
  #waitForLog(): void {
    this.#joinUpTo(this.#cursor);
    this.#isReading = true;
    timer(setBackDelay, this.#scheduler).subscribe(
      guardObserver<unknown>(this.#subscriber, {
        next: () => {
          this.#isReading = false;
          this.wake();
        },
        complete: noop,
      }),
    );
    this.wake();
  }

  #take(entry: SharedEntry): void {
    const order = this.#isBehind ? compareCursors(entry.cursor, this.#joinTo ?? beginning) : 1;
    this.#isBehind = order < 0;
    this.#cursor = entry.cursor;
    if (entry.kind === 'open') this.#takeOpener(entry);
    else if (entry.kind === 'end')
      this.#takeEnd(JSON.parse(entry.value) as ReplyEnd); // written by a relay
    else this.#takeEvents(entry, order <= 0);
  }

  /** A log that was set back may have the end of an epoch that precedes the reader's. */
  #takeEnd(end: ReplyEnd): void {
    this.#end = end;
    if (end.end !== 'complete' || end.events === undefined || end.events === this.#seq) return;
    const { id } = this.#tail;
    this.#failure = new LogLostError(
      id,
      `it ended after event ${end.events}, but event ${this.#seq} had already arrived`,
    );
  }

  #takeOpener({ cursor }: RelayEntry): void {
    if (seqOf(cursor) >= this.#seq) return;
    this.#failure = new LogLostError(
      this.#tail.id,
      `it was taken over after event ${seqOf(cursor)}, but event ${this.#seq} had already arrived`,
    );
  }

  #takeEvents(entry: SharedEntry, isMissed: boolean): void {
    const { events } = entry;
    const last = seqOf(entry.cursor);
    const first = last - events.length + 1;
    if (first > this.#seq + 1) {
      const { id } = this.#tail;
      const isExpired = this.#seq === seqOf(this.#after);
      const hole = () => new LogLostError(id, `events ${this.#seq + 1} to ${first - 1} are missing`);
      this.#failure = isExpired ? new CursorExpiredError(id, this.#after) : hole();
      return;
    }
    const news = events.slice(this.#seq + 1 - first);
    this.#seq = last;
    this.#batch.add(news, entry.value.length, isMissed);
  }
}
