import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import { checkOptions, countFrom, required } from '../errors/check-options.ts';

/** Puts a stream into the queue it was made for; the highest priority first, else in order. Default 0. */
export type Limited = <T>(priority?: number) => MonoTypeOperatorFunction<T>;

/**
 * Makes a queue in which at most `limit` streams run at a time, whoever subscribes to them. It gives an operator: a
 * stream that was piped through it is subscribed when a place is free, the one with the highest `priority` first, those
 * with the same in the order of their subscriptions. For one list of requests `mergeMap` with its `concurrent` argument
 * is enough.
 *
 * ```text
 * a:       -a-a|
 * b:           -b-b|
 * limitConcurrency(1)
 * result:  -a-a-b-b|
 * ```
 * A place is free again when its stream completes, errors or is left. Unsubscribing leaves the queue or the stream; no
 * request is sent for one that still waits. Throws `InvalidOptionsError` when `limit` is not at least 1.
 *
 * @example Never more than four requests
 * ```ts
 * import { AnthropicClient, limitConcurrency, type MessageCreateParams } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient();
 * const limited = limitConcurrency(4);
 * const inBackground = (params: MessageCreateParams) => client.messages.stream(params).pipe(limited());
 * const forUser = (params: MessageCreateParams) => client.messages.stream(params).pipe(limited(10));
 * ```
 */
export function limitConcurrency(limit: number): Limited {
  checkOptions('limitConcurrency', { limit }, { limit: required(countFrom(1)) });
  const waiting: Waiting[] = [];
  let running = 0;

  const startNext = () => {
    while (running < limit) {
      const next = waiting.shift();
      if (!next) return;
      running++;
      next.start();
    }
  };

  return (priority = 0) =>
    (source) =>
      new Observable((subscriber) => {
        let started = false;
        const turn: Waiting = {
          priority,
          start: () => {
            started = true;
            source.subscribe(subscriber);
          },
        };
        subscriber.add(() => {
          if (started) running--;
          else waiting.splice(waiting.indexOf(turn), 1);
          startNext();
        });
        const place = waiting.findIndex((other) => other.priority < priority);
        waiting.splice(place === -1 ? waiting.length : place, 0, turn);
        startNext();
      });
}

interface Waiting {
  readonly priority: number;
  readonly start: () => void;
}
