import { apiErrorType } from '../errors/api-error-kinds.ts';
import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { parseJSON } from '../types/parse-json.ts';
import type { FrameCodec, FrameMessage } from './load-codec.ts';

/**
 * The server-sent event of one frame: the event that it contains, or an `error` event with the API's own type, so that the
 * same failures are retried. Throws `MalformedStreamError` for a damaged frame.
 */
export function frameText(frame: Uint8Array, codec: FrameCodec): string {
  const message = decode(frame, codec);
  const header = (name: string) => {
    const value = message.headers[name]?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const text = new TextDecoder().decode(message.body);
  switch (header(':message-type')) {
    case 'exception':
      return errorText(header(':exception-type'), messageIn(text) ?? text);
    case 'error':
      return errorText(header(':error-code'), header(':error-message') ?? text);
    default:
      return eventText(contentOf(text));
  }
}

function decode(frame: Uint8Array, codec: FrameCodec): FrameMessage {
  try {
    return codec.decode(frame);
  } catch (cause) {
    throw new MalformedStreamError(`A frame of the event stream of AWS is damaged: ${reasonOf(cause)}.`, { cause });
  }
}

function errorText(name: string | undefined, message: string): string {
  const type = apiErrorType(name) ?? name ?? 'api_error';
  return eventText(JSON.stringify({ type: 'error', error: { type, message: message || (name ?? 'no message') } }));
}

/** The JSON of the event in a payload such as `{"bytes":"<base64>"}`; any other payload itself. */
function contentOf(payload: string): string {
  const bytes = field(parseJSON(payload), 'bytes');
  if (bytes === undefined) return payload;
  try {
    return new TextDecoder().decode(fromBase64(bytes));
  } catch (cause) {
    throw new MalformedStreamError('A frame of the event stream of AWS contains invalid base64.', { cause });
  }
}

/** A loop takes a tenth of the time of `Uint8Array.from` with a function. */
function fromBase64(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Frames without a type keep the connection alive; like a ping, they are named, so that they count as no content. */
function eventText(json: string): string {
  const type = /^\s*\{\s*"type"\s*:\s*"([\w.-]+)"/.exec(json)?.[1] ?? field(parseJSON(json), 'type');
  const name = type !== undefined && /^[\w.-]+$/.test(type) ? type : 'keep-alive';
  // Valid JSON has line ends between its tokens only.
  return `event: ${name}\ndata: ${json.replace(/[\r\n]+/g, ' ')}\n\n`;
}

function messageIn(payload: string): string | undefined {
  const value = parseJSON(payload);
  return field(value, 'message') ?? field(value, 'Message') ?? field(value, 'originalMessage');
}

function field(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[name]; // any object has string keys
  return typeof found === 'string' ? found : undefined;
}
