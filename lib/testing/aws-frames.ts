import { crc32 } from '../clouds/crc32.ts';

/** The type of a header's value that is a string. */
const STRING = 7;

/** One frame of a binary event stream of AWS, with headers whose values are strings. */
export function awsFrame(headers: Readonly<Record<string, string>>, payload: Uint8Array): Uint8Array {
  const encoder = new TextEncoder();
  const fields = Object.entries(headers).flatMap(([name, value]) => {
    const [key, text] = [encoder.encode(name), encoder.encode(value)];
    return [key.length, ...key, STRING, text.length >> 8, text.length & 255, ...text];
  });
  const frame = new Uint8Array(12 + fields.length + payload.length + 4);
  const view = new DataView(frame.buffer);
  view.setUint32(0, frame.length);
  view.setUint32(4, fields.length);
  view.setUint32(8, crc32(frame.subarray(0, 8)));
  frame.set(fields, 12);
  frame.set(payload, 12 + fields.length);
  view.setUint32(frame.length - 4, crc32(frame.subarray(0, -4)));
  return frame;
}

/** Splits complete frames; the joined frames equal the bytes. */
export function* awsFrames(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let start = 0; start < bytes.length;) {
    const rest = bytes.subarray(start);
    const length = rest.length < 4 ? rest.length : new DataView(rest.buffer, rest.byteOffset).getUint32(0);
    yield rest.subarray(0, length);
    start += Math.max(length, 1);
  }
}
