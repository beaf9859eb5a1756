import { filter, map, type OperatorFunction } from 'rxjs';
import { thinkingOfEvent } from '../accumulate/text-of.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Emits the pieces of thinking as they arrive. It omits empty pieces and includes the initial thinking of a
 * block.
 *
 * ```text
 * source:  --S--B--H(a)--H(b)--E--B--T(c)--E--D--X|
 * thinkingDeltas()
 * result:  --------a-----b------------------------|
 * ```
 * Completes and errors with the source.
 *
 * @example Show thinking separately from text
 * ```ts
 * import { type MessageStreamEvent, thinkingDeltas } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const showThinking = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(thinkingDeltas()).subscribe((thinking) => console.log(thinking));
 * ```
 * @see textDeltas
 */
export function thinkingDeltas(): OperatorFunction<BetaMessageStreamEvent, string> {
  return (source) =>
    source.pipe(
      map(thinkingOfEvent),
      filter((thinking) => thinking !== ''),
    );
}
