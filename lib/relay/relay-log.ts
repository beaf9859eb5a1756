import type { Observable } from 'rxjs';
import type { Cursor } from './cursor.ts';

/** One entry of the log of a reply. */
export interface RelayEntry {
  /** The cursor of its last event. */
  readonly cursor: Cursor;
  /** `open` starts an epoch, `events` holds events, `end` is the last entry of a reply. */
  readonly kind: 'open' | 'events' | 'end';
  /** The JSON of each event, joined by line feeds; one line of JSON for the other kinds. */
  readonly value: string;
}

/** A new entry and the cursor before it. Hints may be missing; `look` announces that. */
export type RelayHint = 'look' | { readonly previous: Cursor | ''; readonly entry: RelayEntry };

/**
 * The store of a relay: `memoryLog`, `redisLog`, or one of your own. Unless its comment says otherwise, a method returns a
 * cold Observable that emits one value, synchronously if possible, and completes. It errors if the log is out of reach; the
 * relay then tries again. One relay uses one log and closes it.
 */
export interface RelayLog {
  /** Whether appended entries may vanish, as in a failover. The relay then keeps running replies to append them again. */
  readonly canRewind: boolean;
  /**
   * Appends in one step if the cursor of the last entry is `expected`: `''` means an empty log, `'*'` any entry. Emits the
   * last cursor afterwards: that of `entry` if this or an earlier attempt appended it.
   */
  append(id: string, expected: Cursor | '' | '*', entry: RelayEntry): Observable<Cursor | ''>;
  /** Emits at most `count` entries after a cursor, in order. */
  read(id: string, after: Cursor, count: number): Observable<readonly RelayEntry[]>;
  /** Emits the last entry. */
  top(id: string): Observable<RelayEntry | undefined>;
  /** Restarts the time to live of a reply; emits the cursor of its last entry. */
  touch(id: string): Observable<Cursor | ''>;
  /** Drops all entries of a reply but this one. */
  replace(id: string, entry: RelayEntry): Observable<unknown>;
  /**
   * Emits `look` when it has begun to follow a reply and after each interruption, and entries as they are appended. An entry
   * from before `look` may still follow it.
   */
  watch(id: string): Observable<RelayHint>;
  /** Emits how many processes watch a reply, or 1 if the log cannot know. */
  watchers(id: string): Observable<number>;
  /** Declares a process alive for this time, in ms. */
  beat(owner: string, lease: number): Observable<unknown>;
  /** Emits whether a process lives. */
  isAlive(owner: string): Observable<boolean>;
  /** Ends the lease of a process. */
  release(owner: string): Observable<unknown>;
  /** Wakes a process, which then closes the request of a reply that was stopped. The message may get lost. */
  wake(owner: string, id: string): Observable<unknown>;
  /** Emits the ids of `wake` for a process. Never completes. */
  wakes(owner: string): Observable<string>;
  /** Emits whenever the log can be reached again. */
  readonly reconnected$: Observable<unknown>;
  /** Closes connections and timers. */
  close(): void;
}
