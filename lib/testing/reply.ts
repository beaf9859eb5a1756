import { messageOfEvents } from './message-of-events.ts';
import { InvokeModelEncoder } from './invoke-model-encoder.ts';
import { sseBody, type WireEvent } from './sse-body.ts';
import { frameEvent, isWireEvent, sseFrames } from './sse-frames.ts';

/**
 * The reply to a request:
 * - events: streamed as server-sent events, or as one JSON message to a request without `stream: true`;
 * - a string or bytes: the wire text of such a stream, as recorded;
 * - `{ status, headers, body }`: any other reply.
 */
export type Reply = readonly WireEvent[] | string | Uint8Array | ReplyInit;

/** A reply with its own status and headers. */
export interface ReplyInit {
  /** The HTTP status. Default 200. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Events, text and bytes mean the same as in `Reply`. Chunks are sent when the spec yields them. Any other object is
   * sent as JSON.
   */
  readonly body?: string | Uint8Array | readonly WireEvent[] | ReplyChunks | object | undefined;
}

/** A body in chunks for the reader. The server pulls them, so a spec can pause; it returns when the reader disconnects. */
export type ReplyChunks = AsyncIterable<string | Uint8Array> | ReadableStream<string | Uint8Array>;

/** A reply to send. Chunks are `iterable`; bytes are not split yet. */
export interface EncodedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | AsyncIterable<string | Uint8Array>;
  /** Converts the server-sent events of the body. */
  readonly encoder?: InvokeModelEncoder;
}

const EVENT_STREAM = 'text/event-stream; charset=utf-8';
const JSON_TYPE = 'application/json';

/** Encodes a reply; its events as one message for `asMessage`. */
export function encodeReply(reply: Reply, asMessage: boolean): EncodedReply {
  const init: ReplyInit = typeof reply === 'string' || isBytes(reply) || isEvents(reply) ? { body: reply } : reply;
  const status = init.status ?? 200;
  const { body, type } = encodeBody(init.body ?? '', status, asMessage);
  const typed = Object.keys(init.headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
  const defaults: Record<string, string> = typed ? {} : { 'content-type': type };
  if (type === EVENT_STREAM) defaults['cache-control'] = 'no-cache';
  return { status, headers: { ...defaults, ...init.headers }, body };
}

/** A reply whose server-sent events become a binary event stream of AWS. */
export function framed(reply: EncodedReply): EncodedReply {
  const headers = Object.entries(reply.headers).map(([name, value]) => {
    const isEvents = name.toLowerCase() === 'content-type' && value.startsWith('text/event-stream');
    return [name, isEvents ? 'application/vnd.amazon.eventstream' : value] as const;
  });
  const isStream = headers.some(([name, value]) => value !== reply.headers[name]);
  return isStream ? { ...reply, headers: Object.fromEntries(headers), encoder: new InvokeModelEncoder() } : reply;
}

function encodeBody(
  body: NonNullable<ReplyInit['body']>,
  status: number,
  asMessage: boolean,
): { body: EncodedReply['body']; type: string } {
  const ok = status < 400;
  if (typeof body === 'string' || isBytes(body)) {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const message = ok && asMessage ? messageOfEvents(eventsOf(bytes)) : undefined;
    if (message) return jsonBody(message);
    return { body: bytes, type: ok ? EVENT_STREAM : 'text/plain; charset=utf-8' };
  }
  if (isEvents(body)) return encodeBody(sseBody(body), status, asMessage);
  if (isReadableStream(body)) return { body: chunksOf(body), type: EVENT_STREAM };
  if (isAsyncIterable(body)) return { body, type: EVENT_STREAM };
  return jsonBody(body);
}

function jsonBody(value: object): { body: Uint8Array; type: string } {
  return { body: new TextEncoder().encode(JSON.stringify(value)), type: JSON_TYPE };
}

/** The events of a wire text. */
export function eventsOf(body: string | Uint8Array): WireEvent[] {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return Array.from(sseFrames(bytes), frameEvent).filter((event) => event !== undefined);
}

async function* chunksOf(stream: ReadableStream<string | Uint8Array>): AsyncGenerator<string | Uint8Array, void> {
  // Not every browser has ReadableStream as AsyncIterable.
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}

export function isEvents(value: unknown): value is readonly WireEvent[] {
  return Array.isArray(value) && value.every(isWireEvent);
}

export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value);
}

function isReadableStream(value: object): value is ReadableStream<string | Uint8Array> {
  return 'getReader' in value;
}

function isAsyncIterable(value: object): value is AsyncIterable<string | Uint8Array> {
  return Symbol.asyncIterator in value;
}
