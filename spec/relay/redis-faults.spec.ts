import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@redis/client';
import { Redis } from 'ioredis';
import { firstValueFrom, retry, timer } from 'rxjs';
import type { RelayHint, RelayLog } from '../../lib/relay/index.ts';
import { fromIORedis, redisLog, type RedisLogOptions } from '../../lib/relay/redis/index.ts';
import { Partition } from '../support/partition.ts';
import { describeRedis } from '../support/describe-redis.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { end, events, opener } from './log-contract.ts';

const libraries: [string, (url: string, options?: RedisLogOptions) => RelayLog][] = [
  ['@redis/client', (url, options) => redisLog(createClient({ url }), options)],
  ['ioredis', (url, options) => redisLog(fromIORedis(new Redis(url, { lazyConnect: true })), options)],
];

/** Until Redis answers: a slow machine may need longer than the deadline to connect. */
const append = (log: RelayLog, ...args: Parameters<RelayLog['append']>) =>
  firstValueFrom(log.append(...args).pipe(retry({ delay: () => timer(20) })));

describeRedis('redisLog when Redis fails', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis('--appendonly', 'yes', '--appendfsync', 'always');
  });
  afterAll(() => server.remove());

  describe.each(libraries)('over %s', (name, open) => {
    it('replaces a connection that died silently', async () => {
      const partition = new Partition(server.port);
      const log = open(`redis://127.0.0.1:${await partition.listen()}`, { deadline: 200 });
      const id = `partition-${name}`;
      await append(log, id, '', opener());
      partition.cut();
      await expect(firstValueFrom(log.append(id, '1-0', events('1-1', '1')))).rejects.toThrow('within 200 ms');
      partition.allow();
      expect(await append(log, id, '1-0', events('1-1', '1'))).toBe('1-1');
      log.close();
      partition.close();
    });

    it('follows a reply again after a restart, and reports that entries may be missing', async () => {
      const log = open(server.url);
      const id = `restart-${name}`;
      await append(log, id, '', opener());
      const hints: RelayHint[] = [];
      const watching = log.watch(id).subscribe((hint) => hints.push(hint));
      const until = async (count: number) => {
        while (hints.length < count) await firstValueFrom(timer(10));
      };
      await until(1);
      await server.stop('SIGKILL');
      await server.start();
      await until(2);
      expect(await append(log, id, '1-0', end)).toBe(end.cursor);
      while (!hints.some((hint) => typeof hint === 'object')) await firstValueFrom(timer(10));
      expect(hints.slice(0, 2)).toEqual(['look', 'look']);
      expect(hints.at(-1)).toEqual({ previous: '1-0', entry: end });
      watching.unsubscribe();
      log.close();
    });
  });
});
