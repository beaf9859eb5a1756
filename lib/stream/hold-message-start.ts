import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Keeps `message_start` back until the event after it, so that an overload told in between (its common form) can be
 * retried without anyone having seen a beginning: a new `message_start` replaces the one kept. Calls `begun` before the
 * first event goes out. An error lets go of what was kept first.
 */
export function holdMessageStart(begun: () => void): MonoTypeOperatorFunction<BetaMessageStreamEvent> {
  return (source) =>
    new Observable((subscriber) => {
      let held: BetaMessageStreamEvent | undefined;
      const release = () => {
        const event = held;
        held = undefined;
        if (event) subscriber.next(event);
      };
      return source.subscribe(
        guardObserver(subscriber, {
          next: (event) => {
            if (event.type === 'message_start') {
              held = event;
              return;
            }
            begun();
            if (held) release();
            subscriber.next(event);
          },
          error: (error) => {
            release();
            subscriber.error(error);
          },
          complete: () => {
            release();
            subscriber.complete();
          },
        }),
      );
    });
}
