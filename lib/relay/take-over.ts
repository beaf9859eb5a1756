import { EMPTY, expand, filter, map, type Observable, type SchedulerLike, switchMap, toArray } from 'rxjs';
import { beginning, type Cursor, cursorAt, ending, epochOf, seqOf } from './cursor.ts';
import { nextEpoch } from './next-epoch.ts';
import { parseOpener, readOpener } from './opener.ts';
import { randomId } from '../types/random-id.ts';
import type { RelayLog } from './relay-log.ts';
import { tryAgain } from './try-again.ts';

const pageLength = 100;

/** A reply that this process has taken over. */
export interface TakenOver {
  readonly epoch: number;
  /** The epoch of the last entry before it; 0 for a new reply. */
  readonly previousEpoch: number;
  readonly opener: string;
  readonly context: unknown;
  /** The JSON of each event that the log has. */
  readonly kept: readonly string[];
}

/** Emits the last cursor of a reply that runs, and the process that produces it according to the log. */
export function stateOf(log: RelayLog, id: string): Observable<{ readonly last: Cursor; readonly owner: string }> {
  return log.top(id).pipe(
    switchMap((top) => {
      if (!top || top.kind === 'end') return EMPTY;
      return readOpener(log, id, epochOf(top.cursor)).pipe(
        filter((opener) => opener !== undefined),
        map(({ value }) => ({ last: top.cursor, owner: parseOpener(value).owner })),
      );
    }),
  );
}

/**
 * Opens a later epoch of a reply whose process died, in the name of `owner`. Emits if no process wrote after `last` and
 * none was faster. If the old process wakes up, its ids are too small, so the log refuses them.
 */
export function takeOver(
  { log, scheduler }: { readonly log: RelayLog; readonly scheduler: SchedulerLike },
  id: string,
  last: Cursor,
  owner: string,
): Observable<TakenOver> {
  const previousEpoch = epochOf(last);
  const epoch = nextEpoch(scheduler, previousEpoch);
  const nonce = randomId();
  const entry = { cursor: cursorAt(epoch, seqOf(last)), kind: 'open' } as const;
  return keptLines(log, id).pipe(
    switchMap((kept) =>
      readOpener(log, id).pipe(
        switchMap((first) => {
          const context = first && parseOpener(first.value).context;
          const opener = JSON.stringify({ owner, nonce, context });
          return log.append(id, last, { ...entry, value: opener }).pipe(
            filter((top) => top === entry.cursor),
            switchMap(() => readOpener(log, id, epoch)),
            filter((found) => found?.value === opener),
            map(() => ({ epoch, previousEpoch, opener, context, kept })),
          );
        }),
      ),
    ),
    // An attempt without an answer may have opened the epoch, and other processes see that the owner lives.
    tryAgain(scheduler),
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
    toArray(),
    map((pages) => pages.flat().filter(({ kind }) => kind === 'events')),
    map((entries) => entries.flatMap(({ value }) => value.split('\n'))),
  );
}
