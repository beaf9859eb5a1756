import { Observable, type OperatorFunction } from 'rxjs';
import { createAPIError } from '../errors/create-api-error.ts';
import { IncompleteStreamError } from '../errors/incomplete-stream-error.ts';
import { MalformedEventError } from '../errors/malformed-event-error.ts';
import { checkEvent } from '../schema/check-event.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';

/**
 * Decodes server-sent events to the events of a message. Pings are dropped and unknown events pass. Errors:
 * the `APIError` that an `error` event stands for, `MalformedEventError` for one that cannot be read, and
 * `IncompleteStreamError` when the source completes outside a finished message. `headers` give errors their request id.
 */
export function decodeMessageEvents(headers?: Headers): OperatorFunction<ServerSentEvent, BetaMessageStreamEvent> {
  return (source) =>
    new Observable((subscriber) => {
      let finished = false;
      return source.subscribe({
        next: ({ event: name, data }) => {
          // The rest of a chunk comes although the stream has been left: it is not worth parsing.
          if (subscriber.closed || name === 'ping') return;
          if (name === 'error') {
            subscriber.error(createAPIError({ text: data, headers }));
            return;
          }
          let event: BetaMessageStreamEvent;
          try {
            event = JSON.parse(data) as BetaMessageStreamEvent; // checked below
          } catch (cause) {
            subscriber.error(new MalformedEventError({ data, cause }));
            return;
          }
          const issues = checkEvent(event);
          if (issues) {
            subscriber.error(new MalformedEventError({ data, issues }));
            return;
          }
          const type: string = event.type;
          if (type === 'message_stop') finished = true;
          else if (type === 'message_start') finished = false;
          else if (type === 'ping') return;
          else if (type === 'error') {
            subscriber.error(createAPIError({ text: data, headers }));
            return;
          }
          subscriber.next(event);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          if (finished) subscriber.complete();
          else subscriber.error(new IncompleteStreamError());
        },
      });
    });
}
