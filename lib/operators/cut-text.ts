import { isHighSurrogate } from '../accumulate/is-high-surrogate.ts';
import { cutByMatch } from './cut-by-match.ts';
import { cutWords } from './cut-words.ts';
import { readSegments, type TextSegment } from './read-segments.ts';
import type { TextCutter } from './text-cutter.ts';

/** The unit of segments; a RegExp matches the end of each segment. */
export type TextUnit = 'grapheme' | 'word' | 'line' | 'sentence' | RegExp;

/** The most UTF-16 code units that wait; a longer open segment is split. */
export const heldAtMost = 65_536;

/** A cutter of one stream of text. Its time is linear in the text, even if a segment never ends. */
export function cutText(by: TextUnit): TextCutter {
  const cutter = cutterOf(by);
  return {
    ...cutter,
    push(piece) {
      const segments = cutter.push(piece);
      if (cutter.held() <= heldAtMost) return segments;
      const rest = cutter.rest();
      const last = rest.at(-1) ?? '';
      if (isHighSurrogate(last.charCodeAt(last.length - 1))) {
        // The second half of the code point may follow.
        rest[rest.length - 1] = last.slice(0, -1);
        cutter.push(last.slice(-1));
      }
      return segments.concat(rest);
    },
  };
}

function cutterOf(by: TextUnit): TextCutter {
  if (by === 'grapheme') return cutSegments('grapheme', (segments) => segments.length - 1);
  if (by === 'word') return cutWords();
  if (by === 'sentence') return cutSegments('sentence', certainSentences);
  return by === 'line' ? cutByMatch(/\r\n?|\n/g, /\n$/) : cutByMatch(by);
}

function cutSegments(
  granularity: 'grapheme' | 'sentence',
  certainOf: (segments: readonly TextSegment[]) => number,
): TextCutter {
  const reader = readSegments(granularity, certainOf);
  const textOf = ({ segment }: TextSegment) => segment;
  return {
    push: (piece) => reader.push(piece).segments.map(textOf),
    rest: () => reader.rest().map(textOf),
    held: reader.held,
  };
}

/** A letter or another stop: decides whether the stop before it ends a sentence. */
const decisive = /(?![\p{M}\p{Grapheme_Extend}])[\p{Alphabetic}\p{Sentence_Terminal}]/u;
const endOfParagraph = /[\n\r\u0085\u2028\u2029]$/;

/** A stop does not end a sentence if the next letter is a small one. */
function certainSentences(segments: readonly TextSegment[]): number {
  const last = segments.length - 1;
  const decided =
    decisive.test(segments[last]?.segment ?? '') || endOfParagraph.test(segments[last - 1]?.segment ?? '');
  return decided ? last : last - 1;
}
