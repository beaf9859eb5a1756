import type { WireEvent } from './sse-body.ts';

const LF = 10;
const CR = 13;

/** Splits the bytes of an event stream after every blank line; the joined frames equal the bytes. */
export function* sseFrames(bytes: Uint8Array): Generator<Uint8Array, void> {
  let frameStart = 0;
  let lineStart = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (byte !== LF && byte !== CR) continue;
    const blank = i === lineStart;
    if (byte === CR && bytes[i + 1] === LF) i += 1;
    lineStart = i + 1;
    if (blank) {
      yield bytes.subarray(frameStart, lineStart);
      frameStart = lineStart;
    }
  }
  if (frameStart < bytes.length) yield bytes.subarray(frameStart);
}

/** The `data` lines of a frame, joined with line feeds. */
export function frameData(frame: Uint8Array): string {
  return new TextDecoder()
    .decode(frame)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.replace(/^data: ?/, ''))
    .join('\n');
}

/** The event of a frame, or `undefined` if its data is not a JSON object with a `type`. */
export function frameEvent(frame: Uint8Array): WireEvent | undefined {
  try {
    const event: unknown = JSON.parse(frameData(frame));
    return isWireEvent(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

/** Distinguishes an event from a `Response` and an error, which can have a `type` too, and from other values. */
export function isWireEvent(value: unknown): value is WireEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    !('arrayBuffer' in value) &&
    !('stack' in value)
  );
}
