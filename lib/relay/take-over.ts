import { EMPTY, expand, filter, map, type Observable, reduce, switchMap } from 'rxjs';
import { beginning, type Cursor, cursorAt, ending, epochOf, seqOf } from './cursor.ts';
import { parseOpener, readOpener } from './opener.ts';
import { randomId } from '../types/random-id.ts';
import type { RelayLog } from './relay-log.ts';

const pageLength = 100;

/** A reply that this process has taken over. */
export interface TakenOver {
  readonly epoch: number;
  readonly opener: string;
  readonly context: unknown;
  /** The JSON of each event that the log has. */
  readonly kept: readonly string[];
}

/**
 * Opens the next epoch of a reply whose process died, in the name of `owner`. Emits if no process wrote after `last` and
 * none was faster. If the old process wakes up, its ids are too small, so the log refuses them.
 */
export function takeOver(log: RelayLog, id: string, last: Cursor, owner: string): Observable<TakenOver> {
  const epoch = epochOf(last) + 1;
  const entry = { cursor: cursorAt(epoch, seqOf(last)), kind: 'open' } as const;
  return keptLines(log, id).pipe(
    switchMap((kept) =>
      readOpener(log, id, 1).pipe(
        switchMap((first) => {
          const context = first === undefined ? undefined : parseOpener(first).context;
          const opener = JSON.stringify({ owner, nonce: randomId(), context });
          return log.append(id, last, { ...entry, value: opener }).pipe(
            filter((top) => top === entry.cursor),
            switchMap(() => readOpener(log, id, epoch)),
            filter((winner) => winner === opener),
            map(() => ({ epoch, opener, context, kept })),
          );
        }),
      ),
    ),
  );
}

/** Appends to the log that a reply is lost unless a process wrote after `last`, so all readers get the same end. */
export function declareLost(log: RelayLog, id: string, last: Cursor): Observable<unknown> {
  return log.append(id, last, { cursor: ending, kind: 'end', value: JSON.stringify({ end: 'lost' }) });
}

function keptLines(log: RelayLog, id: string): Observable<readonly string[]> {
  const read = (after: Cursor) => log.read(id, after, pageLength);
  return read(beginning).pipe(
    expand((page) => {
      const last = page.length < pageLength ? undefined : page.at(-1);
      return last ? read(last.cursor) : EMPTY;
    }),
    reduce<readonly { kind: string; value: string }[], string[]>((lines, page) => {
      for (const { kind, value } of page) if (kind === 'events') lines.push(...value.split('\n'));
      return lines;
    }, []),
  );
}
