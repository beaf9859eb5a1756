import type { WireEvent } from './sse-body.ts';

const LF = 10;
const CR = 13;

/** Splits the bytes of an event stream after every blank line; the joined frames equal the bytes. */
export function* sseFrames(bytes: Uint8Array): Generator<Uint8Array, void> {
  // A search by the engine is several times faster than a look at each byte.
  const next = (byte: number, from: number) => {
    const found = bytes.indexOf(byte, from);
    return found === -1 ? bytes.length : found;
  };
  let frameStart = 0;
  let lineStart = 0;
  let lf = next(LF, 0);
  let cr = next(CR, 0);
  while (lf < bytes.length || cr < bytes.length) {
    const lineEnd = Math.min(lf, cr);
    const blank = lineEnd === lineStart;
    lineStart = lineEnd + (cr === lineEnd && lf === lineEnd + 1 ? 2 : 1);
    if (lf < lineStart) lf = next(LF, lineStart);
    if (cr < lineStart) cr = next(CR, lineStart);
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
