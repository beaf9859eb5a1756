/** What text is cut into; a RegExp matches the end of each segment. */
export type TextUnit = 'grapheme' | 'word' | 'line' | 'sentence' | RegExp;

/** Cuts text that arrives in pieces. Joined, what `push` and `rest` give is what was pushed. */
export interface TextCutter {
  /** Takes a piece and gives the segments that are whole, whatever comes next. */
  push: (piece: string) => string[];
  /** Gives what is still open, cut as well, when nothing more comes. */
  rest: () => string[];
  /** UTF-16 code units that are open. */
  held: () => number;
}

/** Cuts `text` whole, and tells how many of the segments no later text can change. */
type Cut = (text: string) => { readonly segments: string[]; readonly certain: number };

/** A cutter of one stream of text. Its time is linear in the text, also when a segment never ends. */
export function cutText(by: TextUnit): TextCutter {
  const cut = cutBy(by);
  let open = '';
  let retryAt = 0;
  return {
    push(piece) {
      open += piece;
      if (open.length < retryAt) return [];
      // Half of a code point may turn out to belong to what stands before it.
      const known = isHighSurrogate(open.charCodeAt(open.length - 1)) ? open.slice(0, -1) : open;
      const { segments, certain } = cut(known);
      const whole = segments.slice(0, certain);
      open = open.slice(whole.reduce((length, segment) => length + segment.length, 0));
      // A long segment is looked at again only when it has grown by a sixteenth.
      retryAt = open.length + (open.length >> 4);
      return whole;
    },
    rest() {
      const text = open;
      open = '';
      retryAt = 0;
      return text === '' ? [] : cut(text).segments;
    },
    held: () => open.length,
  };
}

function cutBy(by: TextUnit): Cut {
  if (by === 'grapheme') return byGrapheme();
  if (by === 'word') return byWord();
  if (by === 'sentence') return bySentence();
  return by === 'line' ? byMatch(/\r\n?|\n/g, /\n$/) : byMatch(by);
}

function byGrapheme(): Cut {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return (text) => {
    const segments = Array.from(segmenter.segment(text), ({ segment }) => segment);
    return { segments, certain: segments.length - 1 };
  };
}

/** Scripts whose words are found in a dictionary, so that what follows may change them. */
const unspaced =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]$/u;
/** After how many more code units of such a script a word is taken to be whole. */
const lookahead = 12;

/** A word with the punctuation and the white space around it. */
function byWord(): Cut {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return (text) => {
    const segments: string[] = [];
    let current = '';
    let hasWord = false;
    for (const { segment, isWordLike } of segmenter.segment(text)) {
      const starts = (isWordLike === true && hasWord) || (/\s$/.test(current) && !/^\s/.test(segment));
      if (starts) {
        segments.push(current);
        current = '';
        hasWord = false;
      }
      current += segment;
      hasWord ||= isWordLike === true;
    }
    if (current !== '') segments.push(current);
    let certain = segments.length - 1;
    const settled = text.length - (unspaced.test(text) ? lookahead : 0);
    for (let end = text.length - current.length; certain > 0 && end > settled;) {
      certain--;
      end -= segments[certain]?.length ?? 0;
    }
    return { segments, certain };
  };
}

function bySentence(): Cut {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
  return (text) => {
    const segments = Array.from(segmenter.segment(text), ({ segment }) => segment);
    // A stop is the end only if the next letter is not a small one, so that letter must be there.
    let certain = segments.length - 1;
    while (certain > 0 && !/\p{Alphabetic}/u.test(segments[certain] ?? '') && !endsParagraph(segments[certain - 1])) {
      certain--;
    }
    return { segments, certain };
  };
}

function endsParagraph(segment = ''): boolean {
  return /[\n\r\u0085\u2028\u2029]$/.test(segment);
}

/** A match at the very end may still grow, unless it ends in `closed`. */
function byMatch(end: RegExp, closed?: RegExp): Cut {
  // A copy, because a global RegExp keeps its place.
  const ends = new RegExp(end.source, `${end.flags.replace(/[gy]/g, '')}g`);
  return (text) => {
    const segments: string[] = [];
    let start = 0;
    for (const match of text.matchAll(ends)) {
      const stop = match.index + match[0].length;
      if (stop <= start || stop >= text.length) continue;
      segments.push(text.slice(start, stop));
      start = stop;
    }
    if (start < text.length) segments.push(text.slice(start));
    return { segments, certain: closed?.test(text) ? segments.length : segments.length - 1 };
  };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
