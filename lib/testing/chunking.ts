import { seededRandom } from './seeded-random.ts';
import { sseFrames } from './sse-frames.ts';

/**
 * How a body is cut into the chunks a reader gets:
 * - `'whole'`: all that is ready at once, in one chunk;
 * - `'event'`: one chunk an event;
 * - `'byte'`: one byte a chunk;
 * - `{ random: seed }`: 1 to 64 bytes, also inside a UTF-8 sequence or a line end; the same seed cuts the same way;
 * - a function that returns the chunks itself.
 * `fakeFetch` gives exactly these; between the replay server and a slow reader the network may join some.
 */
export type Chunking = 'whole' | 'event' | 'byte' | { readonly random: number } | ((bytes: Uint8Array) => Uint8Array[]);

/** The function that cuts one body; a body that comes in parts is cut part by part. */
export function chunker(chunking: Chunking): (bytes: Uint8Array) => Iterable<Uint8Array> {
  if (typeof chunking === 'function') return chunking;
  switch (chunking) {
    case 'whole':
      return (bytes) => [bytes];
    case 'event':
      return sseFrames;
    case 'byte':
      return (bytes) => slices(bytes, () => 1);
    default: {
      const random = seededRandom(chunking.random);
      // Half of the chunks are tiny, so that multi-byte characters and CRLF are cut often.
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
