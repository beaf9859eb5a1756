import { type Cursor, ending, epochOf } from './cursor.ts';

/**
 * What the last cursor of the log says to the process that produces in `epoch` and knows of entries up to `known`:
 * - `ended`: the reply has its end, from whomever
 * - `fenced`: another process took the reply over
 * - `same`: the log has what is known
 * - `moved`: the log lost entries, or has some that were taken for lost
 */
export type TopMeaning = 'ended' | 'fenced' | 'same' | 'moved';

export function meaningOf(top: Cursor | '', known: Cursor | '', epoch: number): TopMeaning {
  if (top === ending) return 'ended';
  if (top !== '' && epochOf(top) > epoch) return 'fenced';
  return top === known ? 'same' : 'moved';
}
