/** Where emphasis cannot come from: the lines before an empty line, an item or a heading, and the cells before the last. */
const leafStart = /\n[> \t]*\n|(?:^|\n)[> \t]*(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]|(?:^|\n)[> \t]*\|(?:[^\n]*\|)?/g;

/** Parts of a line without delimiters: escapes, code, autolinks, the URLs of links; and runs of delimiters. */
const part = /\\[^]|(`+)(?!`)(?:[^]*?[^`]\1(?!`))?|<[^\s<>]*>|\]\([^)]*\)|([*_~])\2*/g;

/** A text with more open delimiters does not mean emphasis. */
const mostOpen = 8;

/** Closes the emphasis, the strikethrough and the code that a text leaves open, the innermost first. */
export function closeEmphasis(text: string): string {
  let start = 0;
  for (const match of text.matchAll(leafStart)) start = match.index + match[0].length;
  const leaf = text.slice(start).trimEnd();
  const open: string[] = [];
  let code = '';
  for (const { 0: run, 1: ticks, 2: mark, index } of leaf.matchAll(part)) {
    if (open.length > mostOpen) return text;
    if (run === ticks) {
      code = ticks;
      break;
    }
    if (mark !== undefined) applyRun(open, run, leaf[index - 1] ?? ' ', leaf[index + run.length] ?? ' ');
  }
  return text.slice(0, start) + leaf + code + open.reverse().join('');
}

/** Closes what the run can close, and opens the rest if it can. */
function applyRun(open: string[], run: string, before: string, after: string): void {
  const mark = run.charAt(0);
  const [canOpen, canClose] = sides(mark, before, after);
  let rest = run;
  while (canClose && rest !== '') {
    const at = open.map((marks) => marks.charAt(0)).lastIndexOf(mark);
    const opened = open[at];
    if (opened === undefined) break;
    const closed = Math.min(opened.length, rest.length);
    open.splice(at, Infinity, ...(opened.length > closed ? [opened.slice(closed)] : []));
    rest = rest.slice(closed);
  }
  if (canOpen && rest !== '' && !(mark === '~' && rest.length > 2)) open.push(rest);
}

/** Whether a run of delimiters can open and close, from the characters around it: the flanking rules of CommonMark. */
function sides(mark: string, before: string, after: string): [boolean, boolean] {
  const [space, punctuation] = [/\s/, /[\p{P}\p{S}]/u];
  const left = !space.test(after) && (!punctuation.test(after) || space.test(before) || punctuation.test(before));
  const right = !space.test(before) && (!punctuation.test(before) || space.test(after) || punctuation.test(after));
  if (mark !== '_') return [left, right];
  return [left && (!right || punctuation.test(before)), right && (!left || punctuation.test(after))];
}
