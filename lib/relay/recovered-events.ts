import { concat, EMPTY, filter, from, type Observable, type ObservableInput, of, skip, throwError } from 'rxjs';
import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { isWhole } from '../accumulate/is-whole.ts';
import { type BetaMessage, type BetaMessageStreamEvent, IncompleteStreamError, resumeInterrupted } from '../index.ts';

/** Emits the events that follow those of the log. */
export function recoveredEvents(
  kept: readonly BetaMessageStreamEvent[],
  resume: (partialMessage: BetaMessage | undefined) => ObservableInput<BetaMessageStreamEvent>,
): Observable<BetaMessageStreamEvent> {
  const state = kept.reduce<MessageState | undefined>(accumulateMessage, undefined);
  // A process may die just before it appends the last event.
  if (state && isWhole(state)) return state.complete ? EMPTY : of({ type: 'message_stop' });
  if (!state || state.message.content.length === 0) {
    // Without content to continue from, the request is sent again, and the reply has one beginning.
    return from(resume(undefined)).pipe(filter(({ type }) => !state || type !== 'message_start'));
  }
  const interrupted$ = concat(
    from(kept),
    throwError(() => new IncompleteStreamError()),
  );
  return interrupted$.pipe(
    resumeInterrupted({ resume: (partialMessage) => from(resume(partialMessage)) }),
    skip(kept.length),
  );
}
