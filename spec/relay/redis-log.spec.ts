import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient, createCluster } from '@redis/client';
import { Cluster, Redis } from 'ioredis';
import { firstValueFrom } from 'rxjs';
import { fromIORedis, redisLog } from '../../lib/relay/redis/index.ts';
import { describeRedis } from '../support/describe-redis.ts';
import { redisCli, type RedisServer, startCluster, startRedis } from '../support/redis-server.ts';
import { describeLog, end, events, opener } from './log-contract.ts';

describeRedis('redisLog', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  describeLog('over @redis/client', () => redisLog(createClient({ url: server.url })));
  describeLog('over ioredis', () => redisLog(fromIORedis(new Redis(server.url, { lazyConnect: true }))));

  it('writes every key with ttl', async () => {
    const log = redisLog(createClient({ url: server.url }), { prefix: 'short', ttl: 60_000 });
    for (const id of ['running', 'ended', 'deleted', 'touched']) await firstValueFrom(log.append(id, '', opener()));
    await firstValueFrom(log.append('running', '1-0', events('1-1', '1')));
    await firstValueFrom(log.append('ended', '*', end));
    await firstValueFrom(log.replace('deleted', end));
    await firstValueFrom(log.touch('touched'));
    await firstValueFrom(log.beat('owner', 60_000));
    await firstValueFrom(log.touch('never'));
    const keys = (await redisCli(server.port, 'keys', 'short*')).trim().split('\n').sort();
    expect(keys).toEqual([
      'short:owner:owner',
      ...['deleted', 'ended', 'running', 'touched'].map((id) => `short:{${id}}`),
    ]);
    for (const key of keys) {
      const left = Number(await redisCli(server.port, 'pttl', key));
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(60_000);
    }
    log.close();
  });

  it('leaves no key behind after ttl', async () => {
    const log = redisLog(createClient({ url: server.url }), { prefix: 'brief', ttl: 50 });
    await firstValueFrom(log.append('reply', '', opener()));
    await firstValueFrom(log.beat('owner', 50));
    while ((await redisCli(server.port, 'keys', 'brief*')).trim() !== '');
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
