import { defer, filter, type OperatorFunction } from 'rxjs';
import { JoinedText } from '../accumulate/joined-text.ts';
import { textOfBlock, textOfEvent } from '../accumulate/text-of.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';

/**
 * Emits the text so far whenever it grows, with all text blocks joined. It suits templates.
 *
 * ```text
 * source:  --S--B--T(a)--T(b)--E--D--X|
 * textSnapshots()
 * result:  --------a-----ab-----------|
 * ```
 * Completes with the source. If the stream has several messages, each message starts over. Adds `partialMessage` to
 * errors of the source. Errors with `MalformedStreamError` if the events do not form a message.
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
    defer(() => {
      const joined = new JoinedText(textOfEvent, textOfBlock);
      return source.pipe(
        accumulate((state, event, before) => (joined.add(before, state, event) ? joined.text : undefined)),
        filter((text) => text !== undefined),
      );
    });
}
