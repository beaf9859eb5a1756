import { type Cursor, ending, epochOf } from './cursor.ts';

/**
 * The meaning of the log's last cursor for the process that produces `epoch` and has appended up to `known`:
 * - `ended`: a process has ended the reply
 * - `fenced`: another process took the reply over
 * - `same`: the log ends with `known`
 * - `moved`: the log lost entries, or has entries that seemed lost
 */
export type TopMeaning = 'ended' | 'fenced' | 'same' | 'moved';

export function meaningOf(top: Cursor | '', known: Cursor | '', epoch: number): TopMeaning {
  if (top === ending) return 'ended';
  if (top !== '' && epochOf(top) > epoch) return 'fenced';
  return top === known ? 'same' : 'moved';
}
