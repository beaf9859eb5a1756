import { catchError, defer, map, type OperatorFunction, reduce } from 'rxjs';
import { isWhole } from '../accumulate/is-whole.ts';
import { MessageBuilder } from '../accumulate/message-builder.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { IncompleteStreamError } from '../errors/incomplete-stream-error.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { MessageOf } from '../types/message-of.ts';

/**
 * Emits the complete message, once, when the source completes. If the stream has several messages, it emits the last
 * one.
 *
 * ```text
 * source:  --S--B--T(a)--T(b)--E--D--X|
 * finalMessage()
 * result:  ---------------------------("ab"|)
 * ```
 * Errors with `IncompleteStreamError` if the source completes before the reply is complete. A reply without
 * `message_stop` is complete if it has a stop reason and no open block. Adds `partialMessage` to errors of the source.
 * Errors with `MalformedStreamError` if the events do not form a message.
 *
 * @example What it cost
 * ```ts
 * import { finalMessage, type MessageStreamEvent } from 'anthropic-rxjs';
 * import { map, type Observable } from 'rxjs';
 *
 * const outputTokens = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(finalMessage(), map((message) => message.usage.output_tokens));
 * ```
 * @see snapshots
 */
export function finalMessage<Event extends BetaMessageStreamEvent>(): OperatorFunction<Event, MessageOf<Event>> {
  return (source) =>
    defer(() => {
      // Joins runs of deltas: `last` of a `scan` over the accumulator takes more than seven times as long.
      const built = new MessageBuilder();
      return source.pipe(
        reduce((builder, event) => {
          builder.add(event);
          return builder;
        }, built),
        map(({ state }) => {
          if (!state) throw new IncompleteStreamError(neverStarted);
          if (!isWhole(state)) throw new IncompleteStreamError();
          return state.message;
        }),
        catchError((error: unknown) => {
          attachPartialMessage(error, built.state?.message);
          throw error;
        }),
      );
    });
}

const neverStarted = 'The stream ended without message_start: it contains no reply. Send the request again.';
