import { isHighSurrogate } from '../accumulate/is-high-surrogate.ts';
import type { TextCutter } from './text-cutter.ts';

/**
 * Cuts after each match. A match at the very end may still grow, unless it ends in `closed`. It matches an
 * open segment again only when that has grown by a sixteenth, so the time is linear in the text.
 */
export function cutByMatch(end: RegExp, closed?: RegExp): TextCutter {
  // A copy, because a global RegExp keeps its position.
  const ends = new RegExp(end.source, `${end.flags.replace(/[gy]/g, '')}g`);
  let open = '';
  let retryAt = 0;
  const cut = (text: string): string[] => {
    const segments: string[] = [];
    let start = 0;
    for (const match of text.matchAll(ends)) {
      const stop = match.index + match[0].length;
      if (stop <= start || stop >= text.length) continue;
      segments.push(text.slice(start, stop));
      start = stop;
    }
    if (start < text.length) segments.push(text.slice(start));
    return segments;
  };
  return {
    push(piece) {
      open += piece;
      if (open.length < retryAt) return [];
      const half = isHighSurrogate(open.charCodeAt(open.length - 1)) ? open.slice(-1) : '';
      const text = half === '' ? open : open.slice(0, -1);
      const segments = cut(text);
      open = (closed?.test(text) ? '' : (segments.pop() ?? '')) + half;
      retryAt = open.length + (open.length >> 4);
      return segments;
    },
    rest() {
      const segments = cut(open);
      open = '';
      retryAt = 0;
      return segments;
    },
    held: () => open.length,
  };
}
