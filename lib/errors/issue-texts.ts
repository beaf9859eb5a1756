import type { Issue } from '../types/issue.ts';

/** The most issues that a message shows, and the longest text of one, in characters. */
const shown = 10;
const longest = 500;

/**
 * The first issues as texts, then the number of the others and of `more`. A text starts with the path; without a path, it
 * starts with `root`. The output of a model can cause any number of issues of any length.
 */
export function issueTexts(issues: readonly Issue[], { root = '', more = 0 } = {}): string[] {
  const texts = issues
    .slice(0, shown)
    .map(({ path, message }) => shorten(path === '' ? `${root}${message}` : `${path}: ${message}`));
  const others = issues.length - texts.length + more;
  return others > 0 ? [...texts, `and ${others} more`] : texts;
}

/** JSON of the API must not contain half a character. */
function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
