import { catchError, defer, map, type OperatorFunction } from 'rxjs';
import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { readableEvent } from '../accumulate/readable-event.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Emits the result of `project` for the state after each event, the event, and the previous state. Adds
 * `partialMessage` to errors of the source and of the accumulator (`MalformedStreamError`).
 */
export function accumulate<Result>(
  project: (state: MessageState | undefined, event: BetaMessageStreamEvent, before: MessageState | undefined) => Result,
): OperatorFunction<BetaMessageStreamEvent, Result> {
  return (source) =>
    defer(() => {
      let state: MessageState | undefined;
      return source.pipe(
        // A `scan`, whose state the `catchError` needs too: with `scan` itself, `snapshots` takes about 8 % longer.
        map((sent) => {
          const event = readableEvent(sent);
          const before = state;
          state = accumulateMessage(before, event);
          return project(state, event, before);
        }),
        catchError((error: unknown) => {
          attachPartialMessage(error, state?.message);
          throw error;
        }),
      );
    });
}
