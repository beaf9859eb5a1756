import { crc32 } from '../clouds/crc32.ts';
import { MalformedStreamError } from '../errors/malformed-stream-error.ts';

/** Total length, length of the headers, and the sum of both: 4 bytes each. */
const preludeLength = 12;
/** The limits of the format: 24 MiB of payload, 128 KiB of headers, and 16 bytes around them. */
const largestFrame = 24 * 1024 * 1024 + 128 * 1024 + 16;
const smallestFrame = 16;

/** Cuts the bytes of a binary event stream into its frames, wherever the chunks end. Holds at most one frame. */
export class FrameCutter {
  /** The beginning of a frame. It doubles when it is full, so that each byte is copied a constant number of times. */
  #held = new Uint8Array(1024);
  #size = 0;

  /**
   * The frames that end in this chunk; each is valid until the next one. Throws `MalformedStreamError` as soon as 12
   * bytes of a frame show that it is damaged or too large.
   */
  *cut(chunk: Uint8Array): Generator<Uint8Array, void> {
    const bytes = this.#size === 0 ? chunk : this.#append(chunk);
    let rest = bytes;
    for (let length = lengthOf(rest); length <= rest.length; length = lengthOf(rest)) {
      yield rest.subarray(0, length);
      rest = rest.subarray(length);
    }
    if (rest === bytes && this.#size > 0) return; // holds all of it already
    this.#size = 0;
    this.#append(rest);
  }

  #append(chunk: Uint8Array): Uint8Array {
    const size = this.#size + chunk.length;
    if (size > this.#held.length) {
      const larger = new Uint8Array(Math.max(size, this.#held.length * 2));
      larger.set(this.#held.subarray(0, this.#size));
      this.#held = larger;
    }
    this.#held.set(chunk, this.#size);
    this.#size = size;
    return this.#held.subarray(0, size);
  }
}

/** The length of the first frame; `Infinity` without its prelude. */
function lengthOf(bytes: Uint8Array): number {
  if (bytes.length < preludeLength) return Infinity;
  const view = new DataView(bytes.buffer, bytes.byteOffset, preludeLength);
  if (crc32(bytes.subarray(0, 8)) !== view.getUint32(8)) {
    throw new MalformedStreamError(
      'The event stream of AWS is damaged: the checksum at the beginning of a frame is wrong.',
    );
  }
  const length = view.getUint32(0);
  if (length >= smallestFrame && length <= largestFrame) return length;
  const message = `The event stream of AWS announces a frame of ${length} bytes; the format allows up to ${largestFrame}.`;
  throw new MalformedStreamError(message);
}
