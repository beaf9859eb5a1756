import { filter, map, type OperatorFunction } from 'rxjs';
import { requireEvent } from '../accumulate/require-event.ts';
import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import type { MessageStreamEvent } from '../types/message-stream-event.ts';

/** An event of a reply in a run of tools. */
export interface TurnMessageEvent<Event = MessageStreamEvent> {
  readonly type: 'message_event';
  /** The number of the turn, from 1. */
  readonly turn: number;
  /** The event, unchanged. */
  readonly event: Event;
}

/**
 * Emits the message events of all replies of a run of tools, unchanged, so that other operators can use them.
 *
 * ```text
 * source:  --m(a)--m(b)--tool_started--tool_finished--m(c)--run_finished|
 * turnEvents()
 * result:  --T(a)--T(b)-------------------------------T(c)--------------|
 * ```
 * Completes and errors with the source. Errors with `MalformedStreamError` for an event that is not of a run.
 *
 * @example The text of a whole run
 * ```ts
 * import { textDeltas, type ToolRunEvent, turnEvents } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const print = (run$: Observable<ToolRunEvent>) =>
 *   run$.pipe(turnEvents(), textDeltas()).subscribe((text) => console.log(text));
 * ```
 */
export function turnEvents<Source extends { readonly type: string }>(): OperatorFunction<
  Source,
  Extract<Source, TurnMessageEvent<unknown>>['event']
> {
  return (source) =>
    source.pipe(
      filter((event): event is Extract<Source, TurnMessageEvent<unknown>> => isOfReply(event)),
      map(({ event }) => event),
    );
}

function isOfReply(event: { readonly type: string }): boolean {
  if (event.type === 'message_event') return true;
  requireEvent(event);
  if (event.type !== 'message_start') return false;
  throw new MalformedStreamError('An event of a reply arrived instead of an event of a tool run: remove turnEvents().');
}
