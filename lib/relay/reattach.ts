import { EMPTY, filter, fromEvent, merge, type Observable, race, type SchedulerLike, timer } from 'rxjs';
import { isAPIError } from '../index.ts';

const firstDelay = 250;
const longestDelay = 8_000;

/** Emits when a page has reason to believe that the network is back: it was offline, frozen or hidden. */
export function pageReturns(): Observable<unknown> {
  const { document } = globalThis as { document?: EventTarget & { visibilityState?: string } }; // only pages have one
  if (!document || typeof globalThis.addEventListener !== 'function') return EMPTY;
  return merge(
    fromEvent(globalThis, 'online'),
    fromEvent<{ persisted?: boolean }>(globalThis, 'pageshow').pipe(filter(({ persisted }) => persisted === true)),
    fromEvent(document, 'visibilitychange').pipe(filter(() => document.visibilityState === 'visible')),
  );
}

/**
 * Emits when it is time to attach again after `failures` in a row. The wait is the one that the server requests, or else
 * 0.25 s, 0.5 s, … up to 8 s. A random part of up to half is subtracted, so readers spread out. It ends when the page
 * returns.
 */
export function reattachTime(error: unknown, failures: number, scheduler: SchedulerLike): Observable<unknown> {
  const asked = isAPIError(error) ? error.retryAfter : undefined;
  if (asked !== undefined) return timer(asked, scheduler);
  const delay = Math.min(firstDelay * 2 ** failures, longestDelay) * (1 - Math.random() / 2);
  const returned$ = pageReturns();
  return returned$ === EMPTY ? timer(delay, scheduler) : race(timer(delay, scheduler), returned$);
}
