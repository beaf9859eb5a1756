import { catchError, map, of, type OperatorFunction } from 'rxjs';
import { isAnthropicError } from '../errors/anthropic-error.ts';
import { checkOptions, oneOf } from '../errors/check-options.ts';
import { isAPIError } from '../errors/api-error.ts';

/** A server-sent event as NestJS takes it from a `@Sse()` method. */
export interface MessageEventLike {
  /** The event's name. */
  readonly type?: string;
  readonly data: string | object;
}

/** What `toServerSentEvents` emits: text for a response body, or objects for NestJS. */
export interface ServerSentEventsOptions<Format extends 'text' | 'message-event' = 'text' | 'message-event'> {
  /** Default `'text'`. */
  readonly format?: Format;
}

/**
 * Emits each value as a server-sent event in the form of the API, so that `fromServerSentEvents` or any client of the
 * API can read it: `event:` is the `type` of the value where it has one, `data:` its JSON. An error of the source becomes
 * a last event, `error`, in the form of the API too, and the stream completes: after the headers there is no other way to
 * tell. Its message is passed on for
 * errors of the API and of this library, not for connection failures, which name addresses.
 *
 * ```text
 * source:  --S----------------X-------------#
 * toServerSentEvents()
 * result:  --message_start----message_stop--(error|)   each: event, then data
 * ```
 * Completes with the source and never errors. Unsubscribing leaves the source.
 *
 * @example A NestJS controller's method
 * ```ts
 * import { AnthropicClient, toServerSentEvents, type MessageCreateParams } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient();
 * const reply = (params: MessageCreateParams) =>
 *   client.messages.stream(params).pipe(toServerSentEvents({ format: 'message-event' })); // return it from @Sse()
 * ```
 * @see toResponse
 */
export function toServerSentEvents(options?: ServerSentEventsOptions<'text'>): OperatorFunction<object, string>;
export function toServerSentEvents(
  options: ServerSentEventsOptions<'message-event'>,
): OperatorFunction<object, MessageEventLike>;
export function toServerSentEvents(
  options: ServerSentEventsOptions = {},
): OperatorFunction<object, string | MessageEventLike> {
  checkOptions('toServerSentEvents', options, { format: oneOf('text', 'message-event') });
  const { format = 'text' } = options;
  const encode: (value: object) => string | MessageEventLike = format === 'text' ? toText : toMessageEvent;
  return (source) =>
    source.pipe(
      map(encode),
      catchError((error: unknown) => of(encode(errorEvent(error)))),
    );
}

function toText(value: object): string {
  const type = typeOf(value);
  // JSON has no line ends of its own, and a type is only taken when it has none.
  return `${type === undefined ? '' : `event: ${type}\n`}data: ${JSON.stringify(value)}\n\n`;
}

function toMessageEvent(value: object): MessageEventLike {
  const type = typeOf(value);
  return type === undefined ? { data: value } : { type, data: value };
}

function typeOf(value: object): string | undefined {
  return 'type' in value && typeof value.type === 'string' && !/[\r\n]/.test(value.type) ? value.type : undefined;
}

/** The `error` event of the API that says the same. */
function errorEvent(error: unknown): object {
  // All else is the way to the API or the set-up of the server, and nobody's business.
  const ofAPI = isAPIError(error) && error.type !== undefined && isTheAPIs(error.error);
  const told = ofAPI || (!isAPIError(error) && isAnthropicError(error) && error.name !== 'InvalidParamsError');
  const type = ofAPI ? error.type : 'api_error';
  const message = told ? (error as Error).message : 'The stream failed.'; // ours are errors
  const requestId = isAPIError(error) && error.requestId != null ? { request_id: error.requestId } : {};
  return { type: 'error', error: { type, message }, ...requestId };
}

/** Whether a body is of the API's own form; the text of any other may name what stands in between. */
function isTheAPIs(body: unknown): boolean {
  if (body === undefined) return true; // made without one
  return typeof body === 'object' && body !== null && 'type' in body && body.type === 'error';
}
