import { distinctUntilChanged, filter, type OperatorFunction } from 'rxjs';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import type { MessageOf } from '../types/message-of.ts';

/**
 * Emits the token usage so far whenever it changes: at `message_start` and with `message_delta`. The counters are
 * cumulative.
 *
 * ```text
 * source:  --S---B--T(a)--T(b)--E--D---X|
 * usage()
 * result:  --u1--------------------u2---|
 * ```
 * Completes with the source. Adds `partialMessage` to errors of the source. Errors with `MalformedStreamError` if the
 * events do not form a message.
 *
 * @example Tokens so far
 * ```ts
 * import { type MessageStreamEvent, usage } from 'anthropic-rxjs';
 * import { map, type Observable } from 'rxjs';
 *
 * const tokens = (events$: Observable<MessageStreamEvent>) => events$.pipe(usage(), map((used) => used.output_tokens));
 * ```
 */
export function usage<Event extends BetaMessageStreamEvent>(): OperatorFunction<Event, MessageOf<Event>['usage']> {
  return (source) =>
    source.pipe(
      accumulate((state) => state?.message.usage),
      filter((used) => used !== undefined),
      distinctUntilChanged((before, after) => isSame(before, after)),
    );
}

/** Usage that is nested too deeply for JSON counts as changed. */
function isSame(before: object, after: object): boolean {
  try {
    return before === after || JSON.stringify(before) === JSON.stringify(after);
  } catch {
    return false;
  }
}
