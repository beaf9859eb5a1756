import { map, type OperatorFunction } from 'rxjs';
import { textOfMessage } from '../accumulate/text-of.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { finalMessage } from './final-message.ts';

/**
 * Emits the text of the complete message, once, when the source completes. It joins all text blocks without a
 * separator; a message without text has the text `''`.
 *
 * ```text
 * source:  --S--B--T(a)--T(b)--E--D--X|
 * finalText()
 * result:  ---------------------------(ab|)
 * ```
 * Same errors as `finalMessage`.
 *
 * @example Two answers in parallel
 * ```ts
 * import { finalText, type MessageStreamEvent } from 'anthropic-rxjs';
 * import { forkJoin, type Observable } from 'rxjs';
 *
 * const both = (a$: Observable<MessageStreamEvent>, b$: Observable<MessageStreamEvent>) =>
 *   forkJoin([a$.pipe(finalText()), b$.pipe(finalText())]);
 * ```
 */
export function finalText(): OperatorFunction<BetaMessageStreamEvent, string> {
  return (source) => source.pipe(finalMessage(), map(textOfMessage));
}
