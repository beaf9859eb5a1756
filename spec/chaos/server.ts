import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@redis/client';
import { Redis } from 'ioredis';
import { NEVER, of, switchMap } from 'rxjs';
import { AnthropicClient, continuationParams, type MessageCreateParams } from '../../lib/index.ts';
import { createRelay, relayHandler, type RelayLog, toNodeHandler } from '../../lib/relay/index.ts';
import { fromIORedis, redisLog } from '../../lib/relay/redis/index.ts';
import { numberedApi } from './numbered-api.ts';

/** A client library. */
export type Library = 'redis' | 'ioredis';

/** How one server of the chaos is set up. */
export interface ServerConfig {
  readonly redis: string;
  readonly library: Library;
  readonly lease: number;
  /** False for the control: entries are appended without a comparison with the previous one. */
  readonly compare: boolean;
  readonly recover: boolean;
}

const config = JSON.parse(process.argv[2]!) as ServerConfig;
const api = new AnthropicClient({ apiKey: 'key', fetch: numberedApi, logLevel: 'off' });
const client =
  config.library === 'redis'
    ? createClient({ url: config.redis })
    : fromIORedis(new Redis(config.redis, { lazyConnect: true }));
const log = redisLog(client, { deadline: 2_000 });

/** Like a log that leaves the order of entries to their ids alone. */
const uncompared: RelayLog = {
  ...log,
  reconnected$: NEVER,
  append: (id, expected, entry) =>
    expected === '*'
      ? log.append(id, expected, entry)
      : log.top(id).pipe(
          switchMap((top) => {
            const [epoch = 0, seq = 0] = (top?.cursor ?? '0-0').split('-').map(Number);
            const [newEpoch = 0, newSeq = 0] = entry.cursor.split('-').map(Number);
            const isLater = newEpoch - epoch || newSeq - seq;
            return isLater > 0 || !top ? log.append(id, top?.cursor ?? '', entry) : of(top.cursor);
          }),
        ),
};

const relay = createRelay({
  log: config.compare ? log : uncompared,
  lease: config.lease,
  ...(config.recover
    ? {
        recover: (_, partial, context) => {
          const { params } = context as { params: MessageCreateParams };
          return api.messages.stream(partial ? continuationParams(params, partial) : params);
        },
      }
    : {}),
});
const handler = relayHandler(relay, {
  client: api,
  allow: { models: ['claude-sonnet-5'], maxTokens: 1024 },
  authorize: 'everyone',
  keepParams: true,
  heartbeat: 1_000,
  maxConnection: 4_000,
});
const server = createServer(toNodeHandler(handler));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
