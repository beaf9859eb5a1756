import { catchError, concat, concatMap, defer, type MonoTypeOperatorFunction } from 'rxjs';
import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { textOfEvent } from '../accumulate/text-of.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Buffers the events until the first text or the end of the source, then emits all at once. If the source fails before
 * that, the error passes; its `partialMessage` is the message of the events so far.
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

/** The message of the valid events: the passing error says more than an error about their order. */
function messageOf(events: readonly BetaMessageStreamEvent[]): BetaMessage | undefined {
  let state: MessageState | undefined;
  try {
    for (const event of events) state = accumulateMessage(state, event);
  } catch {
    // Events after one out of order do not belong to a message.
  }
  return state?.message;
}
