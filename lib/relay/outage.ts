import { EMPTY, filter, fromEvent, merge, type Observable, race, type SchedulerLike, throwError, timer } from 'rxjs';
import { isAPIError } from '../index.ts';

const firstDelay = 250;
const longestWait = 8_000;
/** An attempt that starts or ends later than this was asleep with its page, in ms. */
const longestAttempt = 60_000;

/** The event that reports it. */
interface PageReturn {
  readonly type: string;
  readonly persisted?: boolean;
}

/** Emits when a page has reason to believe that the network is back: it was offline, frozen or hidden. */
export function pageReturns(): Observable<PageReturn> {
  const { document } = globalThis as { document?: EventTarget & { visibilityState?: string } }; // only pages have one
  if (!document || typeof globalThis.addEventListener !== 'function') return EMPTY;
  return merge(
    fromEvent<PageReturn>(globalThis, 'online'),
    fromEvent<PageReturn>(globalThis, 'pageshow').pipe(filter(({ persisted }) => persisted === true)),
    fromEvent<PageReturn>(document, 'visibilitychange').pipe(filter(() => document.visibilityState === 'visible')),
  );
}

/** The failures of a request in a row. */
export class Outage {
  readonly #patience: number;
  readonly #scheduler: SchedulerLike;
  #failures = 0;
  #since: number | undefined;
  /** When the latest wait should end. */
  #due = 0;

  /** `patience` is in ms. */
  constructor(patience: number, scheduler: SchedulerLike) {
    this.#patience = patience;
    this.#scheduler = scheduler;
  }

  end(): void {
    this.#failures = 0;
    this.#since = undefined;
  }

  /**
   * Emits when it is time to try again after an error; errors with it when patience is over. The wait is the one that the
   * server requests, or else 0.25 s, 0.5 s, … up to 8 s. A random part of up to half is subtracted, so readers spread
   * out. It ends when the page returns.
   */
  nextAttempt(error: unknown): Observable<unknown> {
    const now = this.#scheduler.now();
    // The time in which the page was asleep does not count.
    this.#since = this.#since === undefined ? now : this.#since + Math.max(0, now - this.#due - longestAttempt);
    const asked = isAPIError(error) ? error.retryAfter : undefined;
    if (now + (asked ?? 0) - this.#since > this.#patience) return throwError(() => error);
    const delay = asked ?? Math.min(firstDelay * 2 ** this.#failures++, longestWait) * (1 - Math.random() / 2);
    this.#due = now + delay;
    if (asked !== undefined) return timer(asked, this.#scheduler);
    const returned$ = pageReturns();
    return returned$ === EMPTY ? timer(delay, this.#scheduler) : race(timer(delay, this.#scheduler), returned$);
  }
}
