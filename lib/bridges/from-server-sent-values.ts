import type { Observable } from 'rxjs';
import { createAPIError } from '../errors/create-api-error.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';
import { IncompleteStreamError } from '../errors/incomplete-stream-error.ts';
import { MalformedEventError } from '../errors/malformed-event-error.ts';
import { decodeServerSentEvents } from '../sse/decode-server-sent-events.ts';
import { defaultMaxEventBytes } from '../sse/max-event-bytes.ts';
import { endEvent, endsStream } from '../types/end-event.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';
import { bodyChunks, type EventStreamBody } from './body-chunks.ts';

/**
 * Emits the values that your server sends with `toServerSentEvents`: the parsed `data` of each event except pings. For
 * message events, use `fromServerSentEvents` instead. It does not validate that the values are of type `Value`.
 *
 * Completes at the event `done`, or with the body after `message_stop`. Errors:
 * - the `APIError` of the class that an `error` event names, such as `OverloadedError`
 * - `IncompleteStreamError` when the body ends before that: the connection broke
 * - `MalformedEventError` if `data` is not valid JSON, `MalformedStreamError` for an event of more than 16 MiB
 * - `InvalidOptionsError` if `body` is not a body of bytes or text, such as a `Response` or `null`
 *
 * Unsubscribing cancels the body. A body can be read once, so subscribe once.
 *
 * @example Text from an endpoint of your own
 * ```ts
 * import { fromServerSentValues } from 'anthropic-rxjs';
 * import { from, switchMap } from 'rxjs';
 *
 * from(fetch('/chat?prompt=Hello'))
 *   .pipe(switchMap(({ body }) => fromServerSentValues<{ text: string }>(body)))
 *   .subscribe({ next: ({ text }) => console.log(text), error: (error) => console.error(error) });
 * ```
 * @see toServerSentEvents
 */
export function fromServerSentValues<Value = unknown>(body: EventStreamBody | null): Observable<Value> {
  const values = guardedOperator<ServerSentEvent, Value>((subscriber) => {
    let lastType: string | undefined;
    const read = ({ event: name, data }: ServerSentEvent) => {
      if (name === 'ping') return;
      // Its data may be any text: createAPIError reads as much of it as possible.
      if (name === 'error') throw createAPIError({ text: data });
      const value = parse(data);
      const type = name ?? typeOf(value);
      if (type === 'ping') return;
      if (type === 'error') throw createAPIError({ text: data });
      lastType = type;
      if (type === endEvent.type) subscriber.complete();
      else subscriber.next(value as Value); // the caller chose the type
    };
    return {
      next: read,
      complete: () => {
        if (endsStream(lastType)) subscriber.complete();
        else subscriber.error(new IncompleteStreamError(cut));
      },
    };
  });
  return bodyChunks('fromServerSentValues', body).pipe(decodeServerSentEvents(defaultMaxEventBytes), values);
}

const cut =
  `The stream ended before its event ${endEvent.type}: the connection broke, or the body is not an event stream. ` +
  'Check response.ok, and send the request again.';

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new MalformedEventError({ data, cause });
  }
}

function typeOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
    ? value.type
    : undefined;
}
