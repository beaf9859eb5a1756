import type { RelayStatus } from './relay.ts';
import type { RelayEntry } from './relay-log.ts';
import type { ReplyEnd } from './reply-end.ts';

/** The status of a reply whose last entry is `top`. */
export function statusAt(top: RelayEntry | undefined): RelayStatus {
  if (!top) return 'unknown';
  if (top.kind !== 'end') return 'running';
  const end = JSON.parse(top.value) as ReplyEnd; // written by a relay
  return 'deleted' in end ? 'unknown' : end.end;
}
