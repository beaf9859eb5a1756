import { asyncScheduler, defer, filter, map, merge, NEVER, Observable, of, type SchedulerLike, Subject } from 'rxjs';
import { aScheduler, checkOptions, countFrom } from '../errors/check-options.ts';
import { LogFullError } from '../index.ts';
import { compareCursors, type Cursor, ending } from './cursor.ts';
import type { RelayEntry, RelayHint, RelayLog } from './relay-log.ts';

/** The bounds of a `memoryLog`. */
export interface MemoryLogOptions {
  /** The maximum number of replies. Default 10,000. */
  readonly maxStreams?: number | undefined;
  /** The maximum memory of all replies, in bytes, approximately. Default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** How long the log keeps a reply after its end, in ms. Default 600,000. */
  readonly ttl?: number | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

interface Kept {
  readonly entries: RelayEntry[];
  readonly hints$: Subject<RelayHint>;
  bytes: number;
}

/** The memory of an entry in addition to its text, in bytes, roughly. */
const overhead = 80;

/**
 * Keeps the replies of one process in memory. When the log is full, it evicts the reply that ended first, but never a running
 * one or the one that has just ended. When running replies fill it, `start` errors with `LogFullError`.
 *
 * @example Keep at most 100 replies
 * ```ts
 * import { createRelay, memoryLog } from 'anthropic-rxjs/relay';
 *
 * const relay = createRelay({ log: memoryLog({ maxStreams: 100 }) });
 * ```
 */
export function memoryLog(options: MemoryLogOptions = {}): RelayLog {
  checkOptions('memoryLog', options, {
    maxStreams: countFrom(1),
    maxBytes: countFrom(1),
    ttl: countFrom(1),
    scheduler: aScheduler,
  });
  const { maxStreams = 10_000, maxBytes = 64 * 1024 * 1024, ttl = 600_000, scheduler = asyncScheduler } = options;
  const replies = new Map<string, Kept>();
  /** The time of each end, in order. */
  const ended = new Map<string, number>();
  const owners = new Map<string, number>();
  const wakes$ = new Subject<readonly [owner: string, id: string]>();
  let bytes = 0;

  const topOf = (kept: Kept | undefined): Cursor | '' => kept?.entries.at(-1)?.cursor ?? '';

  function drop(id: string): void {
    const kept = replies.get(id);
    replies.delete(id);
    ended.delete(id);
    bytes -= kept?.bytes ?? 0;
    kept?.hints$.next('look');
  }

  function purge(full: () => boolean): void {
    for (const [id, at] of ended) {
      if (!full() && at + ttl > scheduler.now()) return;
      drop(id);
    }
  }
  const over = () => replies.size > maxStreams || bytes > maxBytes;

  function find(id: string): Kept | undefined {
    // Running replies do not expire, and each of their events passes here.
    if (ended.has(id)) purge(() => false);
    return replies.get(id);
  }

  function add(kept: Kept, entry: RelayEntry): void {
    const size = entry.value.length * 2 + overhead;
    kept.entries.push(entry);
    kept.bytes += size;
    bytes += size;
  }

  /** Makes room for one more reply, or returns the reason why it cannot. */
  function open(id: string): Kept {
    purge(() => replies.size >= maxStreams || bytes >= maxBytes);
    if (replies.size >= maxStreams) throw new LogFullError(`maxStreams ${maxStreams}`);
    if (bytes >= maxBytes) throw new LogFullError(`maxBytes ${maxBytes}`);
    const kept = { entries: [], hints$: new Subject<RelayHint>(), bytes: 0 };
    replies.set(id, kept);
    return kept;
  }

  function append(id: string, expected: Cursor | '' | '*', entry: RelayEntry): Cursor | '' {
    const found = find(id);
    const previous = topOf(found);
    if (previous === entry.cursor || previous === ending) return previous;
    if (expected === '*' ? previous === '' : previous !== expected) return previous;
    const kept = found ?? open(id);
    add(kept, entry);
    if (over()) purge(over);
    // Not before: an end must not evict its own reply, whose readers have yet to read it.
    if (entry.kind === 'end') ended.set(id, scheduler.now());
    kept.hints$.next({ previous, entry });
    return entry.cursor;
  }

  function read(id: string, after: Cursor, count: number): readonly RelayEntry[] {
    const entries = find(id)?.entries ?? [];
    let low = 0;
    for (let high = entries.length; low < high;) {
      const middle = (low + high) >> 1;
      if (compareCursors(entries[middle]?.cursor ?? ending, after) > 0) high = middle;
      else low = middle + 1;
    }
    return entries.slice(low, low + count);
  }

  function replace(id: string, entry: RelayEntry): void {
    const kept = replies.get(id);
    if (!kept) return;
    const previous = topOf(kept);
    kept.entries.length = 0;
    bytes -= kept.bytes;
    kept.bytes = 0;
    add(kept, entry);
    if (entry.kind === 'end') ended.set(id, scheduler.now());
    kept.hints$.next({ previous, entry });
  }

  return {
    canRewind: false,
    append: (id, expected, entry) => answer(() => append(id, expected, entry)),
    read: (id, after, count) => answer(() => read(id, after, count)),
    top: (id) => answer(() => find(id)?.entries.at(-1)),
    touch: (id) => answer(() => topOf(find(id))),
    replace: (id, entry) => answer(() => replace(id, entry)),
    // Followed before the look, in which entries may be appended.
    watch: (id) =>
      merge(
        defer(() => find(id)?.hints$ ?? NEVER),
        of('look' as const),
      ),
    watchers: (id) => answer(() => (find(id)?.hints$.observed ? 1 : 0)),
    beat: (owner, lease) =>
      answer(() => {
        purge(over);
        return owners.set(owner, scheduler.now() + lease);
      }),
    isAlive: (owner) => answer(() => (owners.get(owner) ?? 0) > scheduler.now()),
    release: (owner) => answer(() => owners.delete(owner)),
    wake: (owner, id) => answer(() => wakes$.next([owner, id])),
    wakes: (owner) =>
      wakes$.pipe(
        filter(([woken]) => woken === owner),
        map(([, id]) => id),
      ),
    reconnected$: NEVER,
    close: () => undefined,
  };
}

/** Emits one value and completes, in one Observable: an append happens per event. */
function answer<T>(work: () => T): Observable<T> {
  return new Observable((subscriber) => {
    subscriber.next(work());
    subscriber.complete();
  });
}
