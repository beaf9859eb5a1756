import { isRecord } from './is-record.ts';

/** In characters, and in levels: `JSON.stringify` fails for a few thousand levels. */
const longest = 256 * 1024;
const deepest = 100;

/** Whether JSON can represent a value, without too much text or too many levels for code that handles an error. */
export function hasShortJSON(value: unknown): boolean {
  try {
    return isShallow(value, deepest) && JSON.stringify(value).length <= longest;
  } catch {
    return false; // a BigInt, a function, or a getter that throws
  }
}

/** A cycle counts as infinitely deep. */
function isShallow(value: unknown, levels: number): boolean {
  return !isRecord(value) || (levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1)));
}
