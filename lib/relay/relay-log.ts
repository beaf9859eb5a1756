import type { Observable } from 'rxjs';
import type { Cursor } from './cursor.ts';

/** One entry of the log of a reply. */
export interface RelayEntry {
  /** That of the last event in it. */
  readonly cursor: Cursor;
  /** `open` starts an epoch, `events` holds events, `end` is the last entry of a reply. */
  readonly kind: 'open' | 'events' | 'end';
  /** The JSON of each event, joined by line feeds; one line of JSON for the other kinds. */
  readonly value: string;
}

/** An entry that was just appended and the cursor before it. Hints may be missing; `look` says that some may be. */
export type RelayHint = 'look' | { readonly previous: Cursor | ''; readonly entry: RelayEntry };

/**
 * Where a relay keeps replies: `memoryLog` or `redisLog`, or one of your own. Every method gives a cold Observable that
 * emits its one value, synchronously if it can, and completes; or errors when the log cannot be reached, which the relay
 * answers by trying again. One relay uses one log and closes it.
 */
export interface RelayLog {
  /** Whether appended entries may vanish, as in a failover. The relay then keeps running replies to append them again. */
  readonly canRewind: boolean;
  /**
   * Appends in one step where the cursor of the last entry is `expected`: `''` stands for no entry, `'*'` for any. Emits
   * the last cursor as it is afterwards, so that of `entry` where it was appended, now or by an earlier attempt.
   */
  append(id: string, expected: Cursor | '' | '*', entry: RelayEntry): Observable<Cursor | ''>;
  /** Emits at most `count` entries after a cursor, in order. */
  read(id: string, after: Cursor, count: number): Observable<readonly RelayEntry[]>;
  /** Emits the last entry. */
  top(id: string): Observable<RelayEntry | undefined>;
  /** Starts the time to live of a reply over; emits the cursor of its last entry. */
  touch(id: string): Observable<Cursor | ''>;
  /** Drops all entries of a reply but this one. */
  replace(id: string, entry: RelayEntry): Observable<unknown>;
  /** Emits `look` when it has begun to follow a reply and after each interruption, and entries as they are appended. */
  watch(id: string): Observable<RelayHint>;
  /** Emits how many processes watch a reply; 1 where that cannot be known. */
  watchers(id: string): Observable<number>;
  /** Says that a process lives, for so many ms. */
  beat(owner: string, lease: number): Observable<unknown>;
  /** Emits whether a process lives. */
  isAlive(owner: string): Observable<boolean>;
  /** Says that a process lives no more. */
  release(owner: string): Observable<unknown>;
  /** Asks a process to look at a reply of its own; may get lost. */
  wake(owner: string, id: string): Observable<unknown>;
  /** Emits the ids with which a process is woken. Never completes. */
  wakes(owner: string): Observable<string>;
  /** Emits whenever the log can be reached again. */
  readonly reconnected$: Observable<unknown>;
  /** Lets go of all that the log holds open. */
  close(): void;
}
