import type { MonoTypeOperatorFunction } from 'rxjs';
import { guardedOperator } from '../errors/guarded-operator.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Delays `message_start` until the event after it. The API often reports an overload between the two, which can then be
 * retried before the subscriber sees an event: a new `message_start` replaces the delayed one. Calls `begun` before the
 * first event. Before an error it emits the delayed event.
 */
export function holdMessageStart(begun: () => void): MonoTypeOperatorFunction<BetaMessageStreamEvent> {
  return guardedOperator((subscriber) => {
    let held: BetaMessageStreamEvent | undefined;
    const release = () => {
      const event = held;
      held = undefined;
      if (event) subscriber.next(event);
    };
    return {
      next: (event) => {
        if (event.type === 'message_start') {
          held = event;
          return;
        }
        begun();
        release();
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
    };
  });
}
