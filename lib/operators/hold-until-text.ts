import { catchError, concat, concatMap, defer, type MonoTypeOperatorFunction } from 'rxjs';
import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { textOfEvent } from '../accumulate/text-of.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Emits the events, but nothing before there is text or the source completes; then all at once. An error that comes before
 * passes with the message of the events so far as `partialMessage`.
 */
export function holdUntilText<Event extends BetaMessageStreamEvent>(): MonoTypeOperatorFunction<Event> {
  return (source) =>
    defer(() => {
      let held: Event[] | undefined = [];
      const release = (): Event[] => {
        const events = held ?? [];
        held = undefined;
        return events;
      };
      return concat(
        source.pipe(
          concatMap((event) => {
            if (!held) return [event];
            held.push(event);
            return textOfEvent(event) === '' ? [] : release();
          }),
          catchError((error: unknown) => {
            attachPartialMessage(error, messageOf(held ?? []));
            throw error;
          }),
        ),
        defer(release),
      );
    });
}

/** As far as the events make a message: the error that passes says more than one about their order. */
function messageOf(events: readonly BetaMessageStreamEvent[]): BetaMessage | undefined {
  let state: MessageState | undefined;
  try {
    for (const event of events) state = accumulateMessage(state, event);
  } catch {
    // What follows an event out of order belongs to no message.
  }
  return state?.message;
}
