import { last, map, type OperatorFunction } from 'rxjs';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { IncompleteStreamError } from '../errors/incomplete-stream-error.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import type { MessageOf } from './message-of.ts';

/**
 * Emits the complete message, once, when the source completes; the last one of a stream that holds several.
 *
 * ```text
 * source:  --S--T(a)--T(b)--E--D--X|
 * finalMessage()
 * result:  ------------------------(m|)
 * ```
 * `IncompleteStreamError` when the source completes before `message_stop`. Errors of the source leave with
 * `partialMessage`; events that make no message give `MalformedStreamError`.
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
    source.pipe(
      accumulate((state) => state),
      last(null, undefined),
      map((state) => {
        if (state?.complete) return state.message;
        const error = new IncompleteStreamError();
        attachPartialMessage(error, state?.message);
        throw error;
      }),
    );
}
