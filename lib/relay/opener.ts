import { map, type Observable } from 'rxjs';
import type { RelayLog } from './relay-log.ts';

/** What the entry that opens an epoch says. */
export interface Opener {
  /** The process that produces from here on. */
  readonly owner: string;
  /** Random, so that of several that try to open an epoch each can see whether it was the one. */
  readonly nonce: string;
  /** What `start` was given to remember. */
  readonly context?: unknown;
}

/** Emits the opener of an epoch as it is in the log; `undefined` where there is none. */
export function readOpener(log: RelayLog, id: string, epoch: number): Observable<string | undefined> {
  return log
    .read(id, `${epoch - 1}-18446744073709551615`, 1)
    .pipe(map(([entry]) => (entry?.kind === 'open' ? entry.value : undefined)));
}

export function parseOpener(value: string): Opener {
  return JSON.parse(value) as Opener; // written by a relay
}
