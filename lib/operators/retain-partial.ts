import { catchError, defer, type MonoTypeOperatorFunction, tap } from 'rxjs';
import { MessageBuilder } from '../accumulate/message-builder.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Emits the same events, and adds `partialMessage`, the partial reply, to errors. Put it before operators that do not
 * accumulate, such as `textDeltas`.
 *
 * ```text
 * source:  --S--B--T(a)--T(b)--#
 * retainPartial()
 * result:  --S--B--T(a)--T(b)--#   error.partialMessage is "ab"
 * ```
 * Completes with the source. Errors with `MalformedStreamError` if the events do not form a message.
 *
 * @example Keep the text of an interrupted stream
 * ```ts
 * import { isAnthropicError, type MessageStreamEvent, retainPartial, textDeltas } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const print = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(retainPartial(), textDeltas()).subscribe({
 *     error: (error) => isAnthropicError(error) && console.log(error.partialMessage),
 *   });
 * ```
 */
export function retainPartial<Event extends BetaMessageStreamEvent>(): MonoTypeOperatorFunction<Event> {
  return (source) =>
    defer(() => {
      const built = new MessageBuilder();
      return source.pipe(
        tap((event) => built.add(event)),
        catchError((error: unknown) => {
          attachPartialMessage(error, built.state?.message);
          throw error;
        }),
      );
    });
}
