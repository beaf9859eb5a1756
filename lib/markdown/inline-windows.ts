/** The most characters that are read for marks, such as emphasis and links, at a time. */
const windowSize = 8_192;

/**
 * The parts of a long text without blocks, split at white space. `marked` looks for the end of a mark in all of the text, so a
 * long text of open marks would take quadratic time.
 */
export function* inlineWindows(text: string): Generator<string, void> {
  let start = 0;
  while (text.length - start > windowSize) {
    const end = splitBefore(text, start + windowSize);
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}

/** Where to split: in the second half of the window before `end`, after a line break or a space, else between characters. */
function splitBefore(text: string, end: number): number {
  const half = end - windowSize / 2;
  for (const space of ['\n', ' ']) {
    const at = text.lastIndexOf(space, end - 1);
    if (at >= half) return at + 1;
  }
  return /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
}
