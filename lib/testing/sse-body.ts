/** Any event on the wire: an event of the stream, `ping`, `error`, or an unknown one. */
export interface WireEvent {
  readonly type: string;
}

/**
 * The wire text of a streamed reply: an `event:` and a `data:` line for every event, a blank line after each.
 *
 * @example The body of a stream that ends early
 * ```ts
 * import { errorBody, messageEvents, sseBody } from 'anthropic-rxjs/testing';
 *
 * const begun = messageEvents('Hello').slice(0, 3);
 * const body = sseBody([...begun, { type: 'ping' }, errorBody('overloaded_error', 'Overloaded')]);
 * ```
 */
export function sseBody(events: readonly WireEvent[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}
