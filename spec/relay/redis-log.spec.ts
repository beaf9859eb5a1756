import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, createCluster } from '@redis/client';
import { Cluster, Redis } from 'ioredis';
import { firstValueFrom } from 'rxjs';
import { fromIORedis, redisLog } from '../../lib/relay/redis/index.ts';
import { describeRedis } from '../support/describe-redis.ts';
import { redisCli, type RedisServer, startCluster, startRedis } from '../support/redis-server.ts';
import { describeLog, end, opener } from './log-contract.ts';

describeRedis('redisLog', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  describeLog('over @redis/client', () => redisLog(createClient({ url: server.url })));
  describeLog('over ioredis', () => redisLog(fromIORedis(new Redis(server.url, { lazyConnect: true }))));

  it('leaves no key behind after ttl', async () => {
    const log = redisLog(createClient({ url: server.url }), { prefix: 'short', ttl: 50 });
    await firstValueFrom(log.append('reply', '', opener()));
    await firstValueFrom(log.append('reply', '*', end));
    await firstValueFrom(log.append('cut', '', opener()));
    await firstValueFrom(log.beat('owner', 50));
    expect((await redisCli(server.port, 'keys', 'short*')).trim().split('\n').sort()).toEqual([
      'short:owner:owner',
      'short:{cut}',
      'short:{reply}',
    ]);
    while ((await redisCli(server.port, 'keys', 'short*')).trim() !== '');
    log.close();
  });

  it('errors when Redis answers with an error', async () => {
    await redisCli(server.port, 'set', 'relay:{taken}', 'text');
    const log = redisLog(createClient({ url: server.url }));
    await expect(firstValueFrom(log.append('taken', '', opener()))).rejects.toThrow('WRONGTYPE');
    log.close();
  });
});

describeRedis('redisLog on a cluster of three nodes', () => {
  let servers: readonly RedisServer[];
  beforeAll(async () => {
    servers = await startCluster();
  });
  afterAll(() => Promise.all(servers.map((server) => server.remove())));

  describeLog('over @redis/client', () => redisLog(createCluster({ rootNodes: servers.map(({ url }) => ({ url })) })), {
    counts: false,
  });
  describeLog(
    'over ioredis',
    () => {
      const nodes = servers.map(({ port }) => ({ host: '127.0.0.1', port }));
      return redisLog(fromIORedis(new Cluster(nodes, { lazyConnect: true })));
    },
    { counts: false },
  );
});

describe('the options of redisLog', () => {
  it.each([
    [{ prefix: 7 as never }, 'prefix'],
    [{ ttl: 0 }, 'ttl'],
    [{ deadline: -1 }, 'deadline'],
  ])('must make sense: %j', (options, name) => {
    expect(() => redisLog(createClient(), options)).toThrow(`redisLog: ${name}`);
  });
});
