import { isHighSurrogate } from '../accumulate/is-high-surrogate.ts';

/** A segment of Intl.Segmenter. */
export type TextSegment = Pick<Intl.SegmentData, 'segment' | 'isWordLike'>;

/** Reads the segments of text that arrives in pieces. */
export interface SegmentReader {
  /** Takes a piece. `next` is the available part of the following segment. */
  push: (piece: string) => { readonly segments: TextSegment[]; readonly next: TextSegment | undefined };
  /** Returns the segments of the text that is still open. */
  rest: () => TextSegment[];
  /** UTF-16 code units that are open. */
  held: () => number;
}

/** UTF-16 code units that Intl.Segmenter gets at a time: V8 takes quadratic time. */
const windowSize = 256;
/** Segments read of a window; one that had to grow for a long segment may have many after it. */
const readAtMost = windowSize;

/**
 * Reads the segments of Intl.Segmenter for the entire text, in linear time. `certainOf` returns how many of the first
 * segments no later text can change; `more` says whether later text has arrived.
 */
export function readSegments(
  granularity: 'grapheme' | 'word' | 'sentence',
  certainOf: (segments: readonly TextSegment[], more: boolean) => number,
): SegmentReader {
  const segmenter = new Intl.Segmenter(undefined, { granularity });
  let open = '';
  /** Size of the next window; doubles while a segment does not end in it. */
  let size = windowSize;
  let retryAt = 0;

  const read = (ended: boolean) => {
    const segments: TextSegment[] = [];
    let next: TextSegment | undefined;
    let at = 0;
    while (at < open.length) {
      const last = at + size >= open.length;
      const window = firstOf(segmenter.segment(windowOf(open, at, size, ended)));
      const whole = ended && at + lengthOf(window) === open.length;
      const certain = whole ? window.length : Math.max(0, certainOf(window, !last));
      next = window[certain];
      if (certain > 0) {
        const taken = window.slice(0, certain);
        for (const segment of taken) segments.push(segment);
        at += lengthOf(taken);
        size = windowSize;
      } else if (last) break;
      else size *= 2;
    }
    open = open.slice(at);
    // Reads a long open segment again only when it has grown by a sixteenth.
    retryAt = open.length + (open.length >> 4);
    return { segments, next };
  };

  return {
    push(piece) {
      open += piece;
      return open.length < retryAt ? { segments: [], next: undefined } : read(false);
    },
    rest: () => read(true).segments,
    held: () => open.length,
  };
}

/** Part of a text; half a code point at its end waits for the other half, unless the text has ended. */
function windowOf(text: string, at: number, size: number, ended: boolean): string {
  const end = Math.min(at + size, text.length);
  const isHalf = isHighSurrogate(text.charCodeAt(end - 1)) && !(ended && end === text.length);
  return text.slice(at, isHalf ? end - 1 : end);
}

function firstOf(segments: Iterable<TextSegment>): TextSegment[] {
  const first: TextSegment[] = [];
  for (const segment of segments) if (first.push(segment) === readAtMost) break;
  return first;
}

function lengthOf(segments: readonly TextSegment[]): number {
  return segments.reduce((length, { segment }) => length + segment.length, 0);
}
