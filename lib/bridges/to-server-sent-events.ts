import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  EMPTY,
  map,
  of,
  type OperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import { jsonOf } from './json-of.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { isAPIError } from '../errors/api-error.ts';
import { aScheduler, checkOptions, milliseconds, oneOf, type OptionRule } from '../errors/check-options.ts';
import { hasShortJSON } from '../errors/has-short-json.ts';
import { isRecord } from '../errors/is-record.ts';
import { quietLogger } from '../errors/quiet-logger.ts';
import { endEvent, endsStream } from '../types/end-event.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** A server-sent event in the form that NestJS accepts from an `@Sse()` method. */
export interface MessageEventLike {
  /** The event's name. */
  readonly type?: string;
  readonly data: string | object;
}

/** The options of `toServerSentEvents`. */
export interface ServerSentEventsOptions<Format extends 'text' | 'message-event' = 'text' | 'message-event'> {
  /** Text for a response body, or objects for NestJS. Default `'text'`. */
  readonly format?: Format | undefined;
  /** Emits a `ping` event after each silence of this many ms. Default 0: no pings. */
  readonly heartbeat?: number | undefined;
  /** Receives each error of the source in full, unlike the page. Default: the `console`. */
  readonly logger?: { error(message: string, details?: unknown): void } | undefined;
  /** The scheduler of the heartbeat. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/** The event that a heartbeat sends; `EventSource` and clients of the API know it by its name. */
export const pingEvent = { type: 'ping' } as const;

const aLogger: OptionRule = {
  allows: (value) =>
    typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'function',
  expected: 'an object with the method error, such as console',
};

/**
 * Emits each value as a server-sent event in the form of the API: `event:` is the `type` of the value, if it has one,
 * and `data:` is its JSON. `fromServerSentEvents` and every client of the API decode message events;
 * `fromServerSentValues` decodes your own values.
 *
 * ```text
 * source:  --S----------------X-------------#
 * toServerSentEvents({ logger })
 * result:  --message_start----message_stop--(error|)   each: event, then data
 * ```
 * Completes with the source and never errors. The last event shows the page how the stream ended:
 * - `message_stop` if that is the last value of the source, else `done`. If both are missing, the connection broke.
 * - `error`, in the form of the API, for an error of the source. The page gets the `type` and message of an error of the
 *   API and the message of an error about the reply, such as `RefusalError`. Every other error, such as a
 *   setup error or a connection failure, may contain private data: the page gets `api_error` with `The stream failed.`
 *
 * `logger` gets every error in full. `ping`, `done` and `error` are reserved: use other types for your own values.
 * Unsubscribing unsubscribes from the source.
 *
 * @example A NestJS controller's method
 * ```ts
 * import { AnthropicClient, toServerSentEvents, type MessageCreateParams } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient();
 * const reply = (params: MessageCreateParams) => // return its result from @Sse()
 *   client.messages.stream(params).pipe(toServerSentEvents({ format: 'message-event', heartbeat: 15_000 }));
 * ```
 * @see fromServerSentValues
 * @see toResponse
 */
export function toServerSentEvents(options?: ServerSentEventsOptions<'text'>): OperatorFunction<object, string>;
export function toServerSentEvents(
  options: ServerSentEventsOptions<'message-event'>,
): OperatorFunction<object, MessageEventLike>;
export function toServerSentEvents(
  options: ServerSentEventsOptions = {},
): OperatorFunction<object, string | MessageEventLike> {
  checkOptions('toServerSentEvents', options, {
    format: oneOf('text', 'message-event'),
    heartbeat: milliseconds,
    logger: aLogger,
    scheduler: aScheduler,
  });
  const { format = 'text', heartbeat = 0, scheduler = asyncScheduler } = options;
  const logger = quietLogger(options.logger);
  const encode: (value: object) => string | MessageEventLike = format === 'text' ? encodeEvent : toMessageEvent;
  return (source) =>
    defer(() => {
      let lastType: string | undefined;
      const values$ = source.pipe(
        map((value) => {
          const type = typeOf(value);
          if (type !== pingEvent.type) lastType = type;
          return encode(value);
        }),
      );
      const end$ = defer(() => (endsStream(lastType) ? EMPTY : of(encode(endEvent))));
      return concat(values$, end$).pipe(
        catchError((error: unknown) => {
          logger.error('toServerSentEvents: the stream failed.', error);
          return of(encode(errorEvent(error)));
        }),
        withHeartbeat({ every: heartbeat, beat: encode(pingEvent), scheduler }),
      );
    });
}

/** One event as the text of a stream. */
export function encodeEvent(value: object): string {
  const type = typeOf(value);
  // JSON contains no line breaks, and a type with a line break is ignored.
  return `${type === undefined ? '' : `event: ${type}\n`}data: ${jsonOf('toServerSentEvents', value)}\n\n`;
}

function toMessageEvent(value: object): MessageEventLike {
  const type = typeOf(value);
  return type === undefined ? { data: value } : { type, data: value };
}

function typeOf(value: unknown): string | undefined {
  const type = isRecord(value) ? value['type'] : undefined;
  return typeof type === 'string' && !/[\r\n]/.test(type) ? type : undefined;
}

/** Errors about the reply: their messages contain neither the server's setup nor errors of other code. */
const aboutTheReply = [
  'IncompleteOutputError',
  'IncompleteStreamError',
  'MalformedEventError',
  'MalformedStreamError',
  'MaxTurnsError',
  'OutputValidationError',
  'RefusalError',
  'StreamDeadlineError',
  'ToolInputError',
];

/** The `error` event of the API, with as much of the error as a page may know. */
function errorEvent(error: unknown): object {
  const requestId = isAPIError(error) && error.requestId != null ? { request_id: error.requestId } : {};
  return { type: 'error', error: publicDetail(error), ...requestId };
}

function publicDetail(error: unknown): object {
  if (isAPIError(error) && error.type !== undefined) {
    if (error.error === undefined) return { type: error.type, message: error.message }; // created without a body
    const detail = detailOf(error.error);
    if (detail) return hasShortJSON(detail) ? detail : { type: error.type, message: error.apiMessage ?? hidden };
  }
  const message = aboutTheReply.some((name) => isErrorNamed(error, name)) ? (error as Error).message : undefined; // ours
  return { type: 'api_error', message: message ?? hidden };
}

const hidden = 'The stream failed.';

/** `error` of a body in the form of the API; any other body may come from a gateway and would expose the server's setup. */
function detailOf(body: unknown): object | undefined {
  if (typeof body !== 'object' || body === null || !('type' in body && body.type === 'error')) return undefined;
  return 'error' in body && typeof body.error === 'object' && body.error !== null ? body.error : undefined;
}
