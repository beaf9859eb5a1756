import { filter, map, type OperatorFunction } from 'rxjs';
import { textOfEvent } from '../accumulate/text-of.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Emits the pieces of text as they arrive. Joined, they are the text of the reply. It omits empty pieces and includes
 * the initial text of a block.
 *
 * ```text
 * source:  --S--B--T(a)--T(b)--E--D--X|
 * textDeltas()
 * result:  --------a-----b------------|
 * ```
 * Completes and errors with the source.
 *
 * @example Print a reply while it is written
 * ```ts
 * import { type MessageStreamEvent, textDeltas } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const print = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(textDeltas()).subscribe((text) => console.log(text));
 * ```
 * @see textSnapshots
 */
export function textDeltas(): OperatorFunction<BetaMessageStreamEvent, string> {
  return (source) =>
    source.pipe(
      map(textOfEvent),
      filter((text) => text !== ''),
    );
}
