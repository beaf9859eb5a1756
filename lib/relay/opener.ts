import { map, type Observable } from 'rxjs';
import type { RelayLog } from './relay-log.ts';

/** The value of the entry that opens an epoch. */
export interface Opener {
  /** The process that produces this epoch. */
  readonly owner: string;
  /** Random, so that each process that tries to open an epoch can see whether it succeeded. */
  readonly nonce: string;
  /** The context of `start`. */
  readonly context?: unknown;
}

/** Emits the opener of an epoch as it is in the log, or `undefined`. */
export function readOpener(log: RelayLog, id: string, epoch: number): Observable<string | undefined> {
  return log
    .read(id, `${epoch - 1}-18446744073709551615`, 1)
    .pipe(map(([entry]) => (entry?.kind === 'open' ? entry.value : undefined)));
}

/** Emits whether `opener` opened the epoch: after a set-back of the log, another process may have opened the same one. */
export function isOpenedBy(log: RelayLog, id: string, epoch: number, opener: string): Observable<boolean> {
  return readOpener(log, id, epoch).pipe(map((found) => found === opener));
}

export function parseOpener(value: string): Opener {
  return JSON.parse(value) as Opener; // written by a relay
}
