import { catchError, defer, filter, finalize, from, map, type Observable, of, switchMap, tap, throwError } from 'rxjs';
import { aString, checkOptions, finiteMilliseconds } from '../../errors/check-options.ts';
import { type Cursor, ending } from '../cursor.ts';
import type { RelayEntry, RelayHint, RelayLog } from '../relay-log.ts';
import { fromNodeRedis, type NodeRedisClient } from './from-node-redis.ts';
import type { RedisConnector } from './redis-connection.ts';
import { RedisLink } from './redis-link.ts';
import { appendScript, replaceScript, touchScript } from './redis-scripts.ts';

/** The options of `redisLog`. */
export interface RedisLogOptions {
  /** The prefix of every key and channel. Default `relay`. */
  readonly prefix?: string | undefined;
  /**
   * How long Redis keeps a reply after its last event, in ms. Default 600,000. It must exceed two leases of the relay, which
   * renews a quiet reply that often.
   */
  readonly ttl?: number | undefined;
  /** How long the log waits for an answer before it replaces its connections, in ms. Default 5,000. */
  readonly deadline?: number | undefined;
}

/** Fields of a stream's entry: one letter, as each is stored with each entry. */
const letters = { open: 'o', events: 'd', end: 'e' } as const;
const kinds = new Map<string, RelayEntry['kind']>([
  ['o', 'open'],
  ['d', 'events'],
  ['e', 'end'],
]);

/**
 * Keeps replies in Redis, for any number of processes. Each reply is one stream, which expires after `ttl`. Pass a client of
 * `@redis/client` (or `redis`), version 6 or newer, or `fromIORedis(client)`, for one server or a cluster. The log opens its own
 * two connections with the options of that client; `relay.close()` closes them.
 *
 * It needs Redis 6.2 or newer, or another server with the same commands. With `appendonly yes`, a restart loses nothing. After a
 * failover that loses entries, the relay appends those of running replies again.
 *
 * @example A relay across machines
 * ```ts
 * import { createClient } from '@redis/client';
 * import { createRelay } from 'anthropic-rxjs/relay';
 * import { redisLog } from 'anthropic-rxjs/relay/redis';
 *
 * const relay = createRelay({ log: redisLog(createClient({ url: 'redis://localhost:6379' })) });
 * ```
 */
export function redisLog(client: NodeRedisClient | RedisConnector, options: RedisLogOptions = {}): RelayLog {
  checkOptions('redisLog', options, { prefix: aString, ttl: finiteMilliseconds, deadline: finiteMilliseconds });
  const { prefix = 'relay', ttl = 600_000, deadline = 5_000 } = options;
  const link = new RedisLink(typeof client === 'function' ? client : fromNodeRedis(client), deadline);
  // The braces make a cluster place a key by the id alone.
  const keyOf = (id: string) => `${prefix}:{${id}}`;
  const ownerKey = (owner: string) => `${prefix}:owner:${owner}`;
  const digests = new Map<string, string>();
  /** The time of the last beat without an echo. */
  let unheardSince: number | undefined;

  function run(script: string, key: string, ...args: string[]): Observable<Cursor | ''> {
    const call = (sha: string) => link.call(key, 'EVALSHA', sha, '1', key, ...args);
    const known = digests.get(script);
    const called$ = known === undefined ? digestOf(script).pipe(switchMap(call)) : call(known);
    const answer$ = called$.pipe(
      // A server that was restarted, or another node, has not seen the script.
      catchError((error: unknown) =>
        isUnknownScript(error) ? link.call(key, 'EVAL', script, '1', key, ...args) : throwError(() => error),
      ),
    );
    return answer$ as Observable<Cursor | ''>; // what the scripts return
  }

  const digestOf = (script: string) => from(sha1(script)).pipe(tap((sha) => digests.set(script, sha)));
  const write = (script: string, id: string, expected: string, { cursor, kind, value }: RelayEntry) =>
    run(script, keyOf(id), expected, cursor, letters[kind], value, String(ttl));
  const entries = (id: string, command: string, ...args: string[]) =>
    link.call(keyOf(id), command, keyOf(id), ...args).pipe(map(toEntries));
  const publish = (owner: string, text: string) => link.call(ownerKey(owner), 'PUBLISH', ownerKey(owner), text);

  return {
    canRewind: true,
    reconnected$: link.reconnected$,
    append: (id, expected, entry) => write(appendScript, id, expected, entry),
    replace: (id, entry) => write(replaceScript, id, '', entry),
    // Redis refuses to look behind the largest id.
    read: (id, after, count) =>
      after === ending ? of([]) : entries(id, 'XRANGE', `(${after}`, '+', 'COUNT', String(count)),
    top: (id) => entries(id, 'XREVRANGE', '+', '-', 'COUNT', '1').pipe(map(([top]) => top)),
    touch: (id) => run(touchScript, keyOf(id), String(ttl)),
    watch: (id) => link.channel(keyOf(id)).pipe(map(toHint)),
    watchers: (id) =>
      link.call(keyOf(id), 'PUBSUB', 'NUMSUB', keyOf(id)).pipe(
        // The channel and its count. One node of a cluster cannot know: some process may read.
        map((answer) => Number((answer as readonly unknown[])[1]) || Number(link.isCluster)),
      ),
    beat: (owner, lease) =>
      defer(() => {
        // Redis answers commands, but a message to this process itself is missing: the other connection is dead.
        if (unheardSince !== undefined && Date.now() - unheardSince > deadline) {
          unheardSince = undefined;
          link.replace();
        }
        return link.call(ownerKey(owner), 'SET', ownerKey(owner), '1', 'PX', String(lease)).pipe(
          tap(() => (unheardSince ??= Date.now())),
          switchMap(() => publish(owner, '')),
        );
      }),
    isAlive: (owner) => link.call(ownerKey(owner), 'EXISTS', ownerKey(owner)).pipe(map((count) => Number(count) === 1)),
    release: (owner) => link.call(ownerKey(owner), 'DEL', ownerKey(owner)),
    wake: publish,
    wakes: (owner) =>
      link.channel(ownerKey(owner)).pipe(
        tap(() => (unheardSince = undefined)),
        // The last beat before a rest has no echo.
        finalize(() => (unheardSince = undefined)),
        filter((id): id is string => id !== undefined && id !== ''),
      ),
    close: () => link.close(),
  };
}

function toEntries(answer: unknown): readonly RelayEntry[] {
  const rows = answer as readonly (readonly [Cursor, readonly [string, string]])[]; // what XRANGE answers
  return rows.map(([cursor, [letter, value]]) => ({ cursor, kind: kinds.get(letter) ?? 'events', value }));
}

/** The scripts publish the cursor before, the cursor and the letter in a first line, then the value. */
function toHint(message: string | undefined): RelayHint {
  if (message === undefined) return 'look';
  const head = message.indexOf('\n');
  const [previous, cursor, letter] = message.slice(0, head).split(' ') as [Cursor | '', Cursor, string]; // as above
  return { previous, entry: { cursor, kind: kinds.get(letter) ?? 'events', value: message.slice(head + 1) } };
}

function isUnknownScript(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'message' in error && String(error.message).includes('NOSCRIPT')
  );
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
