import { filter, type OperatorFunction } from 'rxjs';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import { textOfEvent } from './text-deltas.ts';

/**
 * Emits the text so far, of all text blocks joined, whenever it grows: what a template shows.
 *
 * ```text
 * source:  --S--B--T(a)--T(b)--E--D--X|
 * textSnapshots()
 * result:  --------a-----ab-----------|
 * ```
 * Completes with the source; starts over with the next message of a stream that holds several. Errors of the source
 * leave with `partialMessage`; events that make no message give `MalformedStreamError`.
 *
 * @example Text for a template
 * ```ts
 * import { type MessageStreamEvent, textSnapshots } from 'anthropic-rxjs';
 * import { type Observable, startWith } from 'rxjs';
 *
 * const shownText = (events$: Observable<MessageStreamEvent>) => events$.pipe(textSnapshots(), startWith('…'));
 * ```
 * @see textDeltas
 */
export function textSnapshots(): OperatorFunction<BetaMessageStreamEvent, string> {
  return (source) =>
    source.pipe(
      // Comparing with the text before would make the engine flatten it at every event.
      accumulate((state, event) => (state && textOfEvent(event) !== '' ? textOfMessage(state.message) : undefined)),
      filter((text) => text !== undefined),
    );
}

/** The text of all text blocks, joined with nothing between. */
export function textOfMessage({ content }: BetaMessage): string {
  return content.reduce((text, block) => (block.type === 'text' ? text + block.text : text), '');
}
