import { isObservable, type MonoTypeOperatorFunction, Observable, type Subscriber } from 'rxjs';
import { aNumber, checkOptions, countFrom, required } from '../errors/check-options.ts';
import { InvalidOptionsError } from '../errors/invalid-options-error.ts';
import { PriorityQueue } from './priority-queue.ts';
import { queueNotice, withQueueNotice } from './queue-notice.ts';

/** How a stream waits in the queue of `limitConcurrency`. */
export interface LimitedOptions {
  /** The highest starts first; equal ones start in the order of their subscriptions. Default 0. */
  readonly priority?: number | undefined;
}

/** Makes an operator that puts a stream into the queue. Throws `InvalidOptionsError` for a wrong option. */
export type Limited = <T>(options?: LimitedOptions) => MonoTypeOperatorFunction<T>;

/**
 * Makes a queue in which at most `limit` streams run at a time, whoever subscribes to them. It returns a function that
 * makes operators: a stream that is piped through one is subscribed when a place is free. The highest `priority` starts
 * first, equal ones start in the order of their subscriptions. For one list of requests, `mergeMap` with its `concurrent`
 * argument is enough.
 *
 * ```text
 * a:       -a-a|
 * b:           -b-b|
 * limitConcurrency(1)
 * result:  -a-a-b-b|
 * ```
 * A stream frees its place when it completes, errors or is unsubscribed. Unsubscribing a stream that waits removes it from
 * the queue, and its request is never sent. `streamState` shows a stream that waits as `queued`. Throws
 * `InvalidOptionsError` when `limit` is not at least 1.
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
        };
        const entry = waiting.add(start, priority);
        subscriber.add(() => {
          turn.left = true;
          if (!turn.started) waiting.remove(entry);
          else {
            running--;
            // A stream that ends while it starts is followed by the loop that started it, not by one inside that.
            if (!turn.starting) startNext();
          }
        });
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

/**
 * Whether the subscriber or one that it feeds is closed. RxJS marks the outermost one first and then closes the members one
 * by one: without this, leaving a `merge` of streams that wait would start each of them for a moment.
 */
function isClosing(subscriber: Subscriber<unknown>): boolean {
  // `destination` is protected; where it is missing only the subscriber itself is asked.
  let link = subscriber as unknown as { readonly closed?: boolean; readonly destination?: typeof link } | undefined;
  for (; link; link = link.destination) if (link.closed) return true;
  return false;
}

function checkLimited(options: unknown, limit: number): void {
  if (isObservable(options)) {
    const message = `is not an operator but makes operators; write const limited = limitConcurrency(${limit}); source.pipe(limited())`;
    throw new InvalidOptionsError('limitConcurrency', [{ path: 'limited', message }]);
  }
  checkOptions('limitConcurrency', options, { priority: aNumber });
}
