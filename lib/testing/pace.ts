import { seededRandom } from './seeded-random.ts';
import { frameEvent } from './sse-frames.ts';
import { tokenPieces } from './token-pieces.ts';

/** The pace of a reply. */
export interface Pace {
  /** 0 or absent: as fast as the client reads. */
  readonly tokensPerSecond?: number | undefined;
  /** How far each wait deviates from an even pace: 0 (default) is even, 1 is from zero to double. */
  readonly jitter?: number | undefined;
  /** Seed of the jitter; default 1. */
  readonly seed?: number | undefined;
}

/** The time one event of a reply takes, in ms. Deltas take time per token; other events take 0 ms. */
export function pacer({ tokensPerSecond = 0, jitter = 0, seed = 1 }: Pace): (frame: Uint8Array) => number {
  if (tokensPerSecond <= 0) return () => 0;
  const random = seededRandom(seed);
  return (frame) => {
    const tokens = frameTokens(frame);
    if (tokens === 0) return 0;
    return ((tokens * 1000) / tokensPerSecond) * (1 + jitter * (2 * random() - 1));
  };
}

function frameTokens(frame: Uint8Array): number {
  const event = frameEvent(frame);
  if (event?.type !== 'content_block_delta' || !('delta' in event)) return 0;
  const { text, thinking, partial_json } = event.delta as Record<string, unknown>;
  const piece = [text, thinking, partial_json].find((value) => typeof value === 'string');
  return piece === undefined ? 0 : tokenPieces(piece).length;
}
