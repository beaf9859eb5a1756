import type { RedisConnector } from './redis-connection.ts';

/** What a log needs of an `ioredis` client, for one server or a cluster. */
export interface IORedisClient {
  readonly isCluster: boolean;
  duplicate(options?: object): IORedisClient;
  call(command: string, ...args: string[]): Promise<unknown>;
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  on(event: string, listener: (channel: string, message: string) => void): unknown;
  disconnect(): void;
}

/**
 * Adapts an `ioredis` client for `redisLog`. The log duplicates the client and does not use the client itself.
 *
 * @example A log over ioredis
 * ```ts
 * import { fromIORedis, redisLog } from 'anthropic-rxjs/relay/redis';
 * import { Redis } from 'ioredis';
 *
 * const log = redisLog(fromIORedis(new Redis('redis://localhost:6379', { lazyConnect: true })));
 * ```
 */
export function fromIORedis(client: IORedisClient): RedisConnector {
  return ({ ready, message }) => {
    // The client's own way to subscribe again lets its failure end the process.
    const own = client.isCluster ? client.duplicate() : client.duplicate({ autoResubscribe: false });
    const channels = new Set<string>();
    // A failure shows in the commands, which fail or miss their deadline.
    own.on('error', () => undefined);
    own.on('ready', () => {
      const again = own.isCluster ? [] : [...channels].map((channel) => own.subscribe(channel));
      // A connection that fails now becomes ready later, or is replaced.
      Promise.all(again).then(ready, () => undefined);
    });
    own.on('message', message);
    return {
      isCluster: own.isCluster,
      call: (_, [name, ...args]) => own.call(name, ...args),
      subscribe: (channel) => {
        channels.add(channel);
        return own.subscribe(channel);
      },
      unsubscribe: (channel) => {
        channels.delete(channel);
        return own.unsubscribe(channel);
      },
      close: () => own.disconnect(),
    };
  };
}
