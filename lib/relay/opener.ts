import { map, type Observable } from 'rxjs';
import type { RelayEntry, RelayLog } from './relay-log.ts';

/** The value of the entry that opens an epoch. */
export interface Opener {
  /** The process that produces this epoch. */
  readonly owner: string;
  /** Random, so that each process that tries to open an epoch can see whether it succeeded. */
  readonly nonce: string;
  /** The context of `start`. */
  readonly context?: unknown;
}

/** Emits the entry that opened an epoch, by default the first one, or `undefined`. */
export function readOpener(log: RelayLog, id: string, epoch = 1): Observable<RelayEntry | undefined> {
  return log
    .read(id, `${epoch - 1}-18446744073709551615`, 1)
    .pipe(map(([entry]) => (entry?.kind === 'open' ? entry : undefined)));
}

export function parseOpener(value: string): Opener {
  return JSON.parse(value) as Opener; // written by a relay
}
