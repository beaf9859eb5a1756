import { cursorAt, ending } from './cursor.ts';
import type { RelayEntry } from './relay-log.ts';
import type { ReplyEnd } from './reply-end.ts';
import type { ReplyLines } from './reply-lines.ts';

/** What a process has of a reply, and how far the log is. */
export interface ReplyProgress {
  readonly epoch: number;
  /** The value of the entry that opens the epoch. */
  readonly opener: string;
  /** Whether the log has that entry. */
  readonly isOpen: boolean;
  /** The number of the last event in the log. */
  readonly seq: number;
  readonly lines: ReplyLines;
  readonly end: ReplyEnd | undefined;
}

/** The entry that the log needs next: the opener of the epoch, events, then the end; `undefined` while it has all. */
export function nextEntry({ epoch, opener, isOpen, seq, lines, end }: ReplyProgress): RelayEntry | undefined {
  // Readers must find the process that produces.
  if (!isOpen) return { cursor: cursorAt(epoch, seq), kind: 'open', value: opener };
  const next = lines.after(seq);
  if (next) return { cursor: cursorAt(epoch, next.last), kind: 'events', value: next.value };
  return end && { cursor: ending, kind: 'end', value: JSON.stringify(end) };
}
