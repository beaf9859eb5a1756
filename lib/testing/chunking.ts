import { seededRandom } from './seeded-random.ts';
import { sseFrames } from './sse-frames.ts';

/**
 * The chunks of a body:
 * - `'whole'`: all available bytes in one chunk;
 * - `'event'`: one chunk per event;
 * - `'byte'`: one byte per chunk;
 * - `{ random: seed }`: 1 to 64 bytes, also inside a UTF-8 sequence or a line end; the same seed makes the same chunks;
 * - a function that returns the chunks itself.
 *
 * `fakeFetch` sends exactly these; between the replay server and a slow reader the network may join some.
 */
export type Chunking = 'whole' | 'event' | 'byte' | { readonly random: number } | ((bytes: Uint8Array) => Uint8Array[]);

/** The function that splits one body, whose events `eventsIn` splits; it splits a body of several parts part by part. */
export function chunker(chunking: Chunking, eventsIn = sseFrames): (bytes: Uint8Array) => Iterable<Uint8Array> {
  if (typeof chunking === 'function') return chunking;
  switch (chunking) {
    case 'whole':
      return (bytes) => [bytes];
    case 'event':
      return eventsIn;
    case 'byte':
      return (bytes) => slices(bytes, () => 1);
    default: {
      const random = seededRandom(chunking.random);
      // Half of the chunks are tiny, so they often split multi-byte characters and CRLF.
      return (bytes) => slices(bytes, () => 1 + Math.floor(random() * (random() < 0.5 ? 4 : 64)));
    }
  }
}

function* slices(bytes: Uint8Array, nextSize: () => number): Generator<Uint8Array, void> {
  let start = 0;
  while (start < bytes.length) {
    const end = start + nextSize();
    yield bytes.subarray(start, end);
    start = end;
  }
}
