import { type Observable, type Observer, type SchedulerLike, Subscription, tap, timer } from 'rxjs';
import type { Cursor } from './cursor.ts';
import { run } from './run.ts';
import { askAgain } from './try-again.ts';

/** A question to the log, and what follows from the answer. */
export interface LogStep {
  readonly top$: Observable<Cursor | ''>;
  readonly answer: (top: Cursor | '') => void;
}

/** Where steps come from, and what follows when the log does not answer. None of the functions throws. */
export interface LogStepsOptions {
  readonly next: () => LogStep | undefined;
  /** Called when the last attempt has failed. Unless it closes the steps, the next one follows later. */
  readonly unreachable: () => void;
  readonly scheduler: SchedulerLike;
}

/** How long to wait for the next step after the last attempt has failed, in ms. */
const restAfterFailure = 1_000;

/** Takes one step after the other. For a log that answers synchronously this is a loop, not a recursion. */
export class LogSteps {
  readonly #options: LogStepsOptions;
  readonly #work = new Subscription();
  #isWorking = false;
  /** The step that it takes. */
  #taken: LogStep | undefined;
  #isAnswered = false;
  /** Whether the log did not answer the step synchronously. */
  #isWaiting = false;

  /** One observer for all steps, because there is one step per event. */
  readonly #answers: Observer<Cursor | ''> = {
    next: (top) => this.#taken?.answer(top),
    // Most answers arrive at the first attempt, so the machinery that tries again waits for a failure.
    error: (failure) => this.#repeat(failure),
    complete: () => {
      this.#isAnswered = true;
      if (!this.#isWaiting) return;
      this.#isWaiting = false;
      this.#isWorking = false;
      this.take();
    },
  };

  constructor(options: LogStepsOptions) {
    this.#options = options;
  }

  /** Takes steps until none remains. */
  take(): void {
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

  close(): void {
    this.#work.unsubscribe();
  }

  #next(): LogStep | undefined {
    return this.#work.closed ? undefined : this.#options.next();
  }

  #ask(step: LogStep): void {
    this.#taken = step;
    this.#isAnswered = false;
    this.#work.add(step.top$.subscribe(this.#answers));
  }

  #repeat(failure: unknown): void {
    if (!this.#taken) return;
    const { scheduler } = this.#options;
    const answers = { ...this.#answers, error: () => this.#fail() };
    this.#work.add(askAgain(this.#taken.top$, failure, scheduler).subscribe(answers));
  }

  #fail(): void {
    const { unreachable, scheduler } = this.#options;
    unreachable();
    this.#work.add(run(timer(restAfterFailure, scheduler).pipe(tap(() => this.#answers.complete()))));
  }
}
