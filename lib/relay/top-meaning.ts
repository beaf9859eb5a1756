import { type Cursor, ending, epochOf } from './cursor.ts';

/**
 * The meaning of the log's last cursor for the process that produces `epoch`:
 * - `ended`: a process has ended the reply
 * - `fenced`: another process took the reply over
 * - `open`: this process appends the entries after the cursor
 */
export type TopMeaning = 'ended' | 'fenced' | 'open';

export function meaningOf(top: Cursor | '', epoch: number): TopMeaning {
  if (top === ending) return 'ended';
  return top !== '' && epochOf(top) > epoch ? 'fenced' : 'open';
}
