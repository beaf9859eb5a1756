/** The cost of a line or a piece of an unfinished event besides its characters, in bytes. */
const overhead = 64;

/**
 * The overhead that every event may have, in bytes, so that a small `maxEventBytes` limits only the content of an
 * event.
 */
const freeOverhead = 64 * 1024;

/** The unfinished event at the end of the text so far. */
export interface EventBound {
  /** Counts another piece, whose lines end in line feeds; returns whether the unfinished event is too large. */
  readonly exceeds: (text: string) => boolean;
  /** Whether the text so far ends within a line. */
  readonly isInLine: () => boolean;
}

/** Limits the size of an unfinished event: its characters, and the cost of its lines and pieces, empty ones included. */
export function createEventBound(maxEventBytes: number): EventBound {
  let inLine = false;
  let characters = 0;
  let parts = 0;
  return {
    exceeds: (text) => {
      // Nearly every piece ends with an event, where this search ends immediately.
      const blank = text.lastIndexOf('\n\n');
      const start = blank !== -1 ? blank + 2 : !inLine && text.startsWith('\n') ? 1 : 0;
      if (start > 0) characters = parts = 0;
      inLine = !text.endsWith('\n');
      if (start === text.length) return false;
      characters += text.length - start;
      parts += 1 + linesIn(text, start);
      return characters > maxEventBytes || parts * overhead > Math.max(maxEventBytes, freeOverhead);
    },
    isInLine: () => inLine,
  };
}

function linesIn(text: string, start: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
