import { EMPTY, expand, filter, map, type Observable, reduce, switchMap } from 'rxjs';
import { beginning, type Cursor, cursorAt, ending, epochOf, seqOf } from './cursor.ts';
import { parseOpener, readOpener } from './opener.ts';
import { randomId } from './random-id.ts';
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
 * Opens the next epoch of a reply whose process is gone, in the name of `owner`. Emits where nobody wrote after `last`
 * and no other process was faster: the old process, should it wake up, is refused by the ids.
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

/** Says in the log that a reply is lost, where nobody wrote after `last`, so that all readers get the same. */
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
