/** The most characters that are read for marks, such as emphasis and links, at a time. */
const windowSize = 8_192;
/** The most runs of one character among them that may begin or end a mark. */
const windowMarks = 512;

/**
 * The parts of a long text without blocks, split at white space. `marked` looks for the end of a mark in all of the text, so a
 * long text of open marks would take quadratic time.
 */
export function* inlineWindows(text: string): Generator<string, void> {
  let start = 0;
  for (let limit = limitOf(text, start); limit < text.length; limit = limitOf(text, start)) {
    const end = splitBefore(text, start, limit);
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}

/** The first place that is too far from `start` for one window. */
function limitOf(text: string, start: number): number {
  const limit = Math.min(start + windowSize, text.length);
  let marks = 0;
  for (let at = start; at < limit; at++) {
    const char = text.charAt(at);
    if ('*_~`[]<&\\'.includes(char) && text.charAt(at - 1) !== char && ++marks > windowMarks) return at;
  }
  return limit;
}

/** Where to split: in the second half of the window before `end`, after a line break or a space, else between characters. */
function splitBefore(text: string, start: number, end: number): number {
  const half = (start + end) / 2;
  for (const space of ['\n', ' ']) {
    const at = text.lastIndexOf(space, end - 1);
    if (at >= half) return at + 1;
  }
  return /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
}
