import { filter, type OperatorFunction } from 'rxjs';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import type { MessageOf } from '../types/message-of.ts';

/**
 * Emits the message so far after each event, from `message_start` on. Each is immutable: what changed is new, blocks that
 * did not change stay the same objects, and when nothing changed it is the same message.
 *
 * ```text
 * source:  --S---B---T(a)--T(b)--E-----D-----X----|
 * snapshots()
 * result:  --""--""--"a"---"ab"--"ab"--"ab"--"ab"-|
 * ```
 * Completes with the source. Errors of the source leave with `partialMessage`; events that make no message give
 * `MalformedStreamError`.
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
      // The accumulator adds to what the source sent and so keeps its type.
      accumulate((state) => state?.message as MessageOf<Event> | undefined),
      filter((message) => message !== undefined),
    );
}
