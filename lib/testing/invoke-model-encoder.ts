import { awsFrame } from './aws-frames.ts';
import { frameData, frameEvent, sseFrames } from './sse-frames.ts';

/** What InvokeModel calls the errors of the API inside a stream. */
const exceptions: Readonly<Record<string, string>> = {
  invalid_request_error: 'validationException',
  rate_limit_error: 'throttlingException',
  timeout_error: 'modelTimeoutException',
  overloaded_error: 'serviceUnavailableException',
  api_error: 'internalServerException',
};

/** Converts server-sent events to the binary event stream of InvokeModel, wherever their chunks end. */
export class InvokeModelEncoder {
  #rest: Uint8Array = new Uint8Array();

  /** The frames of the events that end in this chunk. */
  push(chunk: Uint8Array): Uint8Array {
    const frames = [...sseFrames(joined([this.#rest, chunk]))];
    this.#rest = new Uint8Array();
    const last = frames.at(-1);
    if (last !== undefined && !isComplete(last)) this.#rest = frames.pop() ?? last;
    return joined(frames.map(binaryFrame));
  }

  /** The rest: the frame of an event without its blank line, or the first half of one whose JSON is truncated. */
  end(): Uint8Array {
    if (frameData(this.#rest) === '') return new Uint8Array();
    const frame = binaryFrame(this.#rest);
    return frameEvent(this.#rest) ? frame : frame.subarray(0, frame.length / 2);
  }
}

function binaryFrame(sse: Uint8Array): Uint8Array {
  const event = frameEvent(sse);
  if (event?.type === 'error' && 'error' in event) {
    const { type, message } = event.error as { readonly type: string; readonly message: string }; // an `ErrorBody`
    const headers = { ':exception-type': exceptions[type] ?? `${type}Exception`, ':message-type': 'exception' };
    return jsonFrame({ ...headers }, { message });
  }
  // A comment keeps the connection alive: InvokeModel sends an object without a type.
  const data = frameData(sse) || '{}';
  const bytes = btoa(Array.from(new TextEncoder().encode(data), (byte) => String.fromCharCode(byte)).join(''));
  return jsonFrame({ ':event-type': 'chunk', ':message-type': 'event' }, { bytes, p: 'abcdefghijk' });
}

function jsonFrame(headers: Readonly<Record<string, string>>, payload: object): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return awsFrame({ ...headers, ':content-type': 'application/json' }, bytes);
}

function isComplete(frame: Uint8Array): boolean {
  return /(?:\r\n|\n|\r)(?:\r\n|\n|\r)$/.test(new TextDecoder().decode(frame.subarray(-4)));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let size = 0;
  for (const part of parts) {
    whole.set(part, size);
    size += part.length;
  }
  return whole;
}
