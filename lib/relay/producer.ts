import {
  from,
  map,
  Observable,
  type ObservableInput,
  type Observer,
  type SchedulerLike,
  Subject,
  Subscription,
} from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';
import { storeError } from '../errors/stored-error.ts';
import type { BetaMessageStreamEvent } from '../index.ts';
import { type Cursor, cursorAt, ending, epochOf, seqOf } from './cursor.ts';
import type { RelayEntry, RelayHint, RelayLog } from './relay-log.ts';
import type { ReplyEnd } from './reply-end.ts';
import { ReplyLines } from './reply-lines.ts';
import { run } from './run.ts';
import { meaningOf } from './top-meaning.ts';
import { askAgain } from './try-again.ts';

/** A question to the log, and what follows from the answer. */
interface Step {
  readonly top$: Observable<Cursor | ''>;
  readonly answer: (top: Cursor | '') => void;
}

/** The reply that a process produces, and its beginning. */
export interface ProducerStart {
  readonly id: string;
  readonly log: RelayLog;
  readonly scheduler: SchedulerLike;
  /** The value of the entry that opens an epoch of this process. */
  readonly opener: string;
  readonly epoch: number;
  /** The JSON of each event that the log has. */
  readonly kept: readonly string[];
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
  readonly #work = new Subscription();
  /** The events that the log lacks; all of them where it may lose its tail. */
  readonly #lines: ReplyLines;
  /** The last entry that the log has, as far as known. */
  #top: Cursor | '' = '';
  /** The number of its last event, which each append needs. */
  #seq = 0;
  #end: ReplyEnd | undefined;
  #isOver = false;
  #isWorking = false;
  /** The step that it takes. */
  #taken: Step | undefined;
  #isAnswered = false;
  /** Whether the log did not answer the step synchronously. */
  #isWaiting = false;
  #isScheduled = false;
  #mustLook = false;
  /** Whether another process has written the end. */
  #mustReadEnd = false;
  /** Whether nothing was appended since `lookIfQuiet`. */
  #isQuiet = false;

  /** One observer for all steps, because there is one step per event. Its handlers do not throw. */
  readonly #answers: Observer<Cursor | ''> = {
    next: (top) => this.#taken?.answer(top),
    // Most answers arrive at the first attempt, so the machinery that tries again waits for a failure.
    error: (failure) => this.#repeat(failure),
    complete: () => {
      this.#isAnswered = true;
      if (!this.#isWaiting) return;
      this.#isWaiting = false;
      this.#isWorking = false;
      this.#step();
    },
  };

  constructor(start: ProducerStart) {
    this.#start = start;
    this.epoch = start.epoch;
    this.#reach(cursorAt(start.epoch, start.kept.length));
    this.#lines = new ReplyLines(start.kept);
    this.#drop();
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
      from(events$).subscribe(guardObserver(subscriber, { next, complete: () => this.finish({ end: 'complete' }) }));
    });
    this.#upstream.add(run(lines$, (error) => this.finish({ end: 'error', error: storeError(error) })));
  }

  /** Ends the reply after the events so far, unless it has an end already. */
  finish(end: ReplyEnd): void {
    this.#end ??= end;
    this.#upstream.unsubscribe();
    this.#schedule();
  }

  /** Compares with the log: a process may have stopped the reply or taken it over, or entries may be missing. */
  look(): void {
    this.#mustLook = true;
    this.#step();
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
    this.#work.unsubscribe();
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
    this.#step();
  };

  /** Takes one step at a time. For a log that answers synchronously this is a loop, not a recursion. */
  #step(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let step = this.#next(); step; step = this.#next()) {
      this.#ask(step);
      if (this.#isAnswered) continue;
      this.#isWaiting = true;
      return;
    }
    this.#isWorking = false;
  }

  #ask(step: Step): void {
    this.#taken = step;
    this.#isAnswered = false;
    this.#work.add(step.top$.subscribe(this.#answers));
  }

  #repeat(failure: unknown): void {
    if (!this.#taken) return;
    // The log is out of reach when the last attempt has failed.
    const answers = { ...this.#answers, error: () => this.leave() };
    this.#work.add(askAgain(this.#taken.top$, failure, this.#start.scheduler).subscribe(answers));
  }

  #next(): Step | undefined {
    if (this.#work.closed) return undefined;
    const { id, log } = this.#start;
    if (this.#mustLook) {
      this.#mustLook = false;
      return { top$: log.touch(id), answer: (top) => this.#compare(top) };
    }
    if (this.#mustReadEnd) {
      this.#mustReadEnd = false;
      return { top$: this.#readEnd(), answer: (top) => this.#compare(top) };
    }
    const entry = this.#isOver ? undefined : this.#entry();
    if (!entry) return undefined;
    const previous = this.#top;
    return {
      top$: log.append(id, previous, entry),
      answer: (top) => {
        if (top === entry.cursor) this.#appended(previous, entry);
        else this.#compare(top);
      },
    };
  }

  #entry(): RelayEntry | undefined {
    const { epoch, opener } = this.#start;
    // Readers must find the process that produces.
    if (this.#top === '' || epochOf(this.#top) < epoch)
      return { cursor: cursorAt(epoch, this.#seq), kind: 'open', value: opener };
    const next = this.#lines.after(this.#seq);
    if (next) return { cursor: cursorAt(epoch, next.last), kind: 'events', value: next.value };
    return this.#end && { cursor: ending, kind: 'end', value: JSON.stringify(this.#end) };
  }

  #appended(previous: Cursor | '', entry: RelayEntry): void {
    this.#isQuiet = false;
    // No event follows the end: if the log loses it, it is appended after the events again.
    if (entry.kind !== 'end') this.#reach(entry.cursor);
    this.#drop();
    this.#hints$.next({ previous, entry });
    if (entry.kind === 'end') this.#over();
  }

  #compare(top: Cursor | ''): void {
    const meaning = meaningOf(top, this.#start.epoch);
    // If the log loses an end of another process, this one must append it again.
    if (meaning === 'ended') this.#mustReadEnd = !this.#end;
    if (meaning !== 'open') this.#over();
    if (meaning !== 'open' || (this.#isOver && !this.#end)) return;
    // The log may have lost only the end: then the top is the known one.
    this.#isOver = false;
    this.#reach(top);
  }

  #reach(top: Cursor | ''): void {
    this.#top = top;
    this.#seq = top === '' ? 0 : seqOf(top);
  }

  #readEnd(): Observable<Cursor | ''> {
    return this.#start.log.top(this.#start.id).pipe(
      map((top) => {
        // Already gone: readers must not take the events so far for the full reply.
        this.#end ??= top?.kind === 'end' ? (JSON.parse(top.value) as ReplyEnd) : { end: 'lost' }; // written by a relay
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
    this.#hints$.complete();
  }
}
