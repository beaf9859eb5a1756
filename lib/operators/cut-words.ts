import { readSegments, type TextSegment } from './read-segments.ts';
import type { TextCutter } from './text-cutter.ts';

/** Scripts whose words need a dictionary, so that later text may change them. */
const unspaced =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]$/u;
/** After how many more code units of such a script a word counts as complete. */
const lookahead = 12;
/** The same for text that has already arrived, so that nobody waits for it. */
const longLookahead = 64;

/** Cuts text into words, each with the punctuation and the white space around it. */
export function cutWords(): TextCutter {
  const reader = readSegments('word', certainWords);
  // The open word. Its text only grows, because reading it costs its length.
  let word = '';
  let hasLetters = false;
  let endsInSpace = false;

  const startsWord = ({ segment }: TextSegment) =>
    (hasLetter(segment) && hasLetters) || (endsInSpace && !/^\s/.test(segment));
  const take = () => {
    const whole = word;
    word = '';
    hasLetters = false;
    endsInSpace = false;
    return whole;
  };
  const join = (segments: readonly TextSegment[]) => {
    const words: string[] = [];
    for (const part of segments) {
      if (startsWord(part)) words.push(take());
      word += part.segment;
      hasLetters ||= hasLetter(part.segment);
      endsInSpace = /\s$/.test(part.segment);
    }
    return words;
  };

  return {
    push(piece) {
      const { segments, next } = reader.push(piece);
      const words = join(segments);
      if (next && startsWord(next)) words.push(take());
      return words;
    },
    rest() {
      const words = join(reader.rest());
      if (word !== '') words.push(take());
      return words;
    },
    held: () => word.length + reader.held(),
  };
}

/**
 * The boundary before a segment depends on the next segment: `can` and `'` and `t` are one word. It does not if the segment
 * follows white space or begins with a letter.
 */
function certainWords(segments: readonly TextSegment[], more: boolean): number {
  const [before, last] = [segments.at(-2), segments.at(-1)];
  if (!before || !last) return 0;
  const begins = /^[\p{L}\p{N}]/u.test(last.segment);
  const clear = begins || (/\s$/.test(before.segment) && !/^\s/.test(last.segment));
  let certain = segments.length - (clear ? 1 : 2);
  if (!unspaced.test(last.segment)) return certain;
  let after = clear ? last.segment.length : before.segment.length + last.segment.length;
  for (; certain > 0 && after < (more ? longLookahead : lookahead); certain--) {
    after += segments[certain - 1]?.segment.length ?? 0;
  }
  return certain;
}

/** Not `isWordLike`, which changes when a joiner follows a word. */
function hasLetter(segment: string): boolean {
  return /[\p{L}\p{N}]/u.test(segment);
}
