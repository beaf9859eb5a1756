import { filter, type OperatorFunction } from 'rxjs';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import type { MessageOf } from '../types/message-of.ts';

/**
 * Emits the message so far after each event, starting with `message_start`. Each message is immutable. Unchanged blocks
 * stay the same objects, and an event without a change emits the same message.
 *
 * ```text
 * source:  --S---B---T(a)--T(b)--E-----D-----X----|
 * snapshots()
 * result:  --""--""--"a"---"ab"--"ab"--"ab"--"ab"-|
 * ```
 * Completes with the source. Adds `partialMessage` to errors of the source. Errors with `MalformedStreamError` if the
 * events do not form a message.
 *
 * @example The blocks so far
 * ```ts
 * import { type MessageStreamEvent, snapshots } from 'anthropic-rxjs';
 * import { map, type Observable } from 'rxjs';
 *
 * const blocks = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(snapshots(), map((message) => message.content));
 * ```
 * @see finalMessage
 */
export function snapshots<Event extends BetaMessageStreamEvent>(): OperatorFunction<Event, MessageOf<Event>> {
  return (source) =>
    source.pipe(
      // The accumulator only adds to the source's message, so it keeps the type.
      accumulate((state) => state?.message as MessageOf<Event> | undefined),
      filter((message) => message !== undefined),
    );
}
