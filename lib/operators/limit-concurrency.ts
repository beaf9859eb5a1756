import { isObservable, type MonoTypeOperatorFunction, Observable, type Subscriber } from 'rxjs';
import { aNumber, checkOptions, countFrom, required } from '../errors/check-options.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { PriorityQueue } from './priority-queue.ts';
import { queueNotice, withQueueNotice } from './queue-notice.ts';

/** The options of a stream in the queue of `limitConcurrency`. */
export interface LimitedOptions {
  /** Streams with a higher priority start first; equal ones start in the order of their subscriptions. Default 0. */
  readonly priority?: number | undefined;
}

/** Returns an operator that queues a stream. Throws `InvalidOptionsError` for a wrong option. */
export type Limited = <T>(options?: LimitedOptions) => MonoTypeOperatorFunction<T>;

/**
 * Creates a queue in which at most `limit` streams run at a time, across all subscribers. It returns a function that
 * creates operators: each operator subscribes to its source when a place is free. The highest `priority` starts first;
 * equal priorities start in the order of their subscriptions. For a single list of requests, `mergeMap` with its
 * `concurrent` argument is enough.
 *
 * ```text
 * a:       -a-a|
 * b:           -b-b|
 * limitConcurrency(1)
 * result:  -a-a-b-b|
 * ```
 * A stream frees its place when it completes, errors or is unsubscribed. Unsubscribing while queued removes the stream
 * from the queue, and its request is never sent. `streamState` shows a waiting stream as `queued`. Throws
 * `InvalidOptionsError` if `limit` is less than 1.
 *
 * @example Never more than four requests
 * ```ts
 * import { AnthropicClient, limitConcurrency, type MessageCreateParams } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient();
 * const limited = limitConcurrency(4);
 * const inBackground = (params: MessageCreateParams) => client.messages.stream(params).pipe(limited());
 * const forUser = (params: MessageCreateParams) => client.messages.stream(params).pipe(limited({ priority: 10 }));
 * ```
 * @see streamState
 */
export function limitConcurrency(limit: number): Limited {
  checkOptions('limitConcurrency', { limit }, { limit: required(countFrom(1)) });
  const waiting = new PriorityQueue<() => void>();
  let running = 0;

  const startNext = () => {
    while (running < limit) {
      const start = waiting.take();
      if (!start) return;
      start();
    }
  };

  return (options = {}) => {
    checkLimited(options, limit);
    const { priority = 0 } = options;
    return (source) =>
      new Observable((subscriber) => {
        if (subscriber.closed) return;
        const notice = queueNotice();
        const turn = { started: false, starting: false, waited: false, left: false };
        const start = () => {
          if (isClosing(subscriber)) return;
          running++;
          turn.started = turn.starting = true;
          withQueueNotice(notice, () => {
            if (turn.waited) notice?.(false);
            if (!turn.left) subscribeTo(source, subscriber);
          });
          turn.starting = false;
          if (turn.left) return;
          // Behind the teardown of the source, so that the next stream starts when this one has ended.
          subscriber.remove(leave);
          subscriber.add(leave);
        };
        const entry = waiting.add(start, priority);
        const leave = () => {
          turn.left = true;
          if (!turn.started) waiting.remove(entry);
          else {
            running--;
            // When a stream ends while it starts, the loop that started it continues, not a nested one.
            if (!turn.starting) startNext();
          }
        };
        subscriber.add(leave);
        startNext();
        if (turn.started || turn.left) return;
        turn.waited = true;
        notice?.(true);
      });
  };
}

function subscribeTo<T>(source: Observable<T>, subscriber: Subscriber<T>): void {
  try {
    source.subscribe(subscriber);
  } catch (error) {
    subscriber.error(error);
  }
}

/** A subscriber of RxJS, or the observer at the end of the chain. */
interface Link {
  readonly closed?: boolean;
  readonly destination?: Link;
}

/**
 * Whether the subscriber or one of its destinations is closed. RxJS marks the outermost one first and then closes the
 * members one by one. Without this check, unsubscribing from a `merge` of waiting streams would start each of them briefly.
 */
function isClosing(subscriber: Subscriber<unknown>): boolean {
  let link = subscriber as unknown as Link | undefined; // RxJS declares `destination` as protected
  for (; link; link = link.destination) if (link.closed) return true;
  return false;
}

function checkLimited(options: unknown, limit: number): void {
  if (isObservable(options)) {
    const message = `is not an operator but makes operators; write const limited = limitConcurrency(${limit}); source.pipe(limited())`;
    throw wrongOption('limitConcurrency', 'limited', message);
  }
  checkOptions('limitConcurrency', options, { priority: aNumber });
}
