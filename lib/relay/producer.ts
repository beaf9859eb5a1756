import { from, map, Observable, type ObservableInput, type SchedulerLike, Subject, Subscription } from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';
import { storeError } from '../errors/stored-error.ts';
import type { BetaMessageStreamEvent } from '../index.ts';
import { type Cursor, cursorAt, ending, epochOf, seqOf } from './cursor.ts';
import { LogSteps, type LogStep } from './log-steps.ts';
import { nextEntry } from './next-entry.ts';
import type { RelayEntry, RelayHint, RelayLog } from './relay-log.ts';
import type { ReplyEnd } from './reply-end.ts';
import { ReplyLines } from './reply-lines.ts';
import { run } from './run.ts';
import type { TakenOver } from './take-over.ts';
import { meaningOf } from './top-meaning.ts';

/** The reply that a process produces, and its beginning. */
export interface ProducerStart extends Omit<TakenOver, 'context'> {
  readonly id: string;
  readonly log: RelayLog;
  readonly scheduler: SchedulerLike;
}

/**
 * Writes the events of one reply to the log, one append at a time. Events during an append join the next entry, so a slow
 * log gets fewer, larger entries. Events that the log lost are appended again.
 */
export class Producer {
  readonly epoch: number;
  readonly #hints$ = new Subject<RelayHint>();
  readonly #start: ProducerStart;
  readonly #upstream = new Subscription();
  readonly #steps: LogSteps;
  /** The events that the log lacks; all of them where it may lose its tail. */
  readonly #lines: ReplyLines;
  /** The last entry that the log has, as far as known. */
  #top: Cursor | '' = '';
  /** Whether the log has the opener of this epoch. */
  #isOpen = false;
  /** The number of the last event that the log has. */
  #seq = 0;
  #end: ReplyEnd | undefined;
  #isOver = false;
  #isScheduled = false;
  #mustLook = false;
  /** Whether the log has an end, perhaps that of another process. */
  #mustReadEnd = false;
  /** Whether nothing was appended since `lookIfQuiet`. */
  #isQuiet = false;

  constructor(start: ProducerStart) {
    this.#start = start;
    this.epoch = start.epoch;
    this.#reach(cursorAt(start.epoch, start.kept.length));
    this.#lines = new ReplyLines(start.kept);
    this.#drop();
    this.#steps = new LogSteps({
      next: () => this.#next(),
      // Not silently: this process is alive, so no other one would end the reply.
      unreachable: () => this.finish({ end: 'lost' }),
      scheduler: start.scheduler,
    });
  }

  /** What is appended, for readers in this process; completes when this process no longer produces the reply. */
  get hints$(): Observable<RelayHint> {
    return this.#hints$;
  }

  /** The last entry that it appended, or `''`. */
  get top(): Cursor | '' {
    return this.#top;
  }

  /** Whether the reply has its end or belongs to another process. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Subscribes to the events. */
  run(events$: ObservableInput<BetaMessageStreamEvent>): void {
    const lines$ = new Observable<never>((subscriber) => {
      const next = (event: BetaMessageStreamEvent) => {
        this.#lines.push(JSON.stringify(event));
        this.#schedule();
      };
      from(events$).subscribe(
        guardObserver(subscriber, {
          next,
          complete: () => this.finish({ end: 'complete', events: this.#lines.count }),
        }),
      );
    });
    this.#upstream.add(run(lines$, (error) => this.finish({ end: 'error', error: storeError(error) })));
  }

  /** Ends the reply after the events so far, unless it has an end already. */
  finish(end: ReplyEnd): void {
    if (this.#isOver) return;
    this.#end ??= end;
    this.#upstream.unsubscribe();
    this.#schedule();
  }

  /** Compares with the log: a process may have stopped the reply or taken it over, or entries may be missing. */
  look(): void {
    this.#mustLook = true;
    this.#steps.take();
  }

  /** Does the same as `look` if nothing was appended since the last call. */
  lookIfQuiet(): void {
    if (this.#isQuiet) this.look();
    this.#isQuiet = true;
  }

  /** Unsubscribes from the events and writes nothing to the log. */
  leave(): void {
    this.#isOver = true;
    this.#upstream.unsubscribe();
    this.#steps.close();
    this.#hints$.complete();
  }

  /** The events of one chunk arrive in one task and become one entry. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // Four times as fast as asapScheduler, for every event.
    queueMicrotask(this.#flush);
  }

  readonly #flush = (): void => {
    this.#isScheduled = false;
    this.#steps.take();
  };

  #next(): LogStep | undefined {
    const { id, log } = this.#start;
    if (this.#mustLook) {
      this.#mustLook = false;
      return { top$: log.touch(id), answer: (top) => this.#compare(top) };
    }
    if (this.#mustReadEnd) {
      this.#mustReadEnd = false;
      return { top$: this.#readEnd(), answer: (top) => (top === ending ? this.#over() : this.#compare(top)) };
    }
    if (this.#isOver) return undefined;
    const { epoch, opener } = this.#start;
    const previous = this.#top;
    const isOpen = this.#isOpen;
    const entry = nextEntry({ epoch, opener, isOpen, seq: this.#seq, lines: this.#lines, end: this.#end });
    if (!entry) return undefined;
    return {
      top$: log.append(id, previous, entry),
      answer: (top) => {
        // The end may be that of another process, which was faster.
        if (top === entry.cursor && entry.kind !== 'end') this.#appended(previous, entry);
        else this.#compare(top);
      },
    };
  }

  #appended(previous: Cursor | '', entry: RelayEntry): void {
    this.#isQuiet = false;
    this.#top = entry.cursor;
    this.#isOpen = true;
    this.#seq = seqOf(entry.cursor);
    this.#drop();
    this.#hints$.next({ previous, entry });
  }

  #compare(top: Cursor | ''): void {
    const meaning = meaningOf(top, this.#start.epoch);
    if (meaning !== 'open') this.#upstream.unsubscribe();
    if (meaning === 'ended') this.#mustReadEnd = true;
    else if (meaning === 'fenced') this.#over();
    else this.#adopt(top);
  }

  /** Continues after the last entry of the log, which may lack entries that it had. */
  #adopt(top: Cursor | ''): void {
    const { epoch, previousEpoch, kept, log } = this.#start;
    // A log that loses nothing has dropped the reply.
    const isDropped = top === '' && !log.canRewind;
    // A log that has lost this epoch may have got events of an earlier one, which this process does not have. Where clocks
    // differ, an epoch that was opened later may have the smaller number.
    const isForeign = top !== '' && epochOf(top) < epoch && (epochOf(top) > previousEpoch || seqOf(top) > kept.length);
    if (isDropped || isForeign) {
      this.#over();
      return;
    }
    if (this.#isOver && !this.#end) return;
    // The log may have lost only the end: then the top is the known one.
    this.#isOver = false;
    this.#reach(top);
  }

  #reach(top: Cursor | ''): void {
    this.#top = top;
    this.#isOpen = top !== '' && epochOf(top) >= this.epoch;
    this.#seq = top === '' ? 0 : seqOf(top);
  }

  /** Readers in this process read the end from the log. If the log loses it, this process appends the same end again. */
  #readEnd(): Observable<Cursor | ''> {
    return this.#start.log.top(this.#start.id).pipe(
      map((top) => {
        // Already gone: readers must not mistake the events so far for the full reply.
        if (top?.kind !== 'end') this.#end ??= { end: 'lost' };
        else this.#end = JSON.parse(top.value) as ReplyEnd; // written by a relay
        return top?.cursor ?? '';
      }),
    );
  }

  /** Drops kept lines that the log cannot lose. */
  #drop(): void {
    if (this.#start.log.canRewind || this.#top === '') return;
    this.#lines.drop(this.#seq);
  }

  #over(): void {
    this.#isOver = true;
    this.#upstream.unsubscribe();
    this.#hints$.next('look');
    this.#hints$.complete();
  }
}
