import type { MonoTypeOperatorFunction } from 'rxjs';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';

/**
 * Emits the same events; an error that passes gets `partialMessage`, what had been received. Put it before operators that
 * do not accumulate, such as `textDeltas`.
 *
 * ```text
 * source:  --S--T(a)--T(b)--#
 * retainPartial()
 * result:  --S--T(a)--T(b)--#   error.partialMessage holds "ab"
 * ```
 * Completes with the source. Events that make no message give `MalformedStreamError`.
 *
 * @example Keep what a cut stream gave
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
  return (source) => source.pipe(accumulate((_, event) => event as Event)); // the event that came in
}
