import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@redis/client';
import { Redis } from 'ioredis';
import { firstValueFrom } from 'rxjs';
import type { RelayLog } from '../../lib/relay/index.ts';
import { fromIORedis, type IORedisClient, type NodeRedisClient, redisLog } from '../../lib/relay/redis/index.ts';
import { describeRedis } from '../support/describe-redis.ts';
import { redisCli, type RedisServer, startRedis } from '../support/redis-server.ts';
import { end, events, opener } from './log-contract.ts';

/**
 * Traps of Redis and its clients that a prototype fell into. Other specs test the rest.
 * log-contract.ts: answers of another shape under RESP3. redis-faults.spec.ts: messages missed while a connection was
 * away. frail-log.spec.ts: replies that vanish, set-backs without a comparison, a lost end, leases missing after a restart.
 */

/** A client that records how it is used. */
function fakeClient() {
  const calls: unknown[][] = [];
  const make = (name: string): NodeRedisClient => {
    const log = (method: string, ...args: unknown[]) => void calls.push([name, method, ...args]);
    return {
      duplicate: () => make('duplicate'),
      connect: () => Promise.resolve(),
      on: (event) => log('on', event),
      sendCommand: (...args) => {
        log('sendCommand', ...args);
        return Promise.resolve('1-0');
      },
      subscribe: (...args) => {
        log('subscribe', ...args);
        return Promise.resolve();
      },
      unsubscribe: (...args) => {
        log('unsubscribe', ...args);
        return Promise.resolve();
      },
      destroy: () => log('destroy'),
    };
  };
  return { client: make('given'), calls, of: (method: string) => calls.filter(([, called]) => called === method) };
}

describe('a log over @redis/client', () => {
  it('sends commands without their own timer, which costs more than the command', async () => {
    const { client, of } = fakeClient();
    const log = redisLog(client);
    await firstValueFrom(log.append('id', '', opener()));
    const sent = of('sendCommand');
    expect(sent.length).toBeGreaterThan(0);
    for (const [, , , options] of sent) expect(options).toEqual({ timeout: 0 });
    log.close();
  });

  it('adds no listener to the given client, so that many logs can share one', async () => {
    const { client, calls } = fakeClient();
    const logs = Array.from({ length: 12 }, () => redisLog(client));
    await Promise.all(logs.map((log) => firstValueFrom(log.append('id', '', opener()))));
    expect(calls.filter(([name]) => name === 'given')).toEqual([]);
    for (const log of logs) log.close();
  });

  it('listens for errors of its connections, which would end the process', async () => {
    const { client, of } = fakeClient();
    const log = redisLog(client);
    await firstValueFrom(log.append('id', '', opener()));
    expect(of('on').map(([, , event]) => event)).toContain('error');
    log.close();
  });
});

describe('a log over ioredis', () => {
  it('resubscribes itself: a failed resubscription of ioredis would end the process', async () => {
    const listeners: Record<string, () => void> = {};
    const asked: unknown[] = [];
    const client: IORedisClient = {
      isCluster: false,
      duplicate: (options) => {
        asked.push(options);
        return client;
      },
      call: () => Promise.resolve('1-0'),
      subscribe: (channel) => {
        asked.push(channel);
        return asked.length < 3 ? Promise.resolve() : Promise.reject(new Error('Connection is closed.'));
      },
      unsubscribe: () => Promise.resolve(),
      on: (event, listener) => {
        listeners[event] = listener as () => void;
      },
      disconnect: () => undefined,
    };
    const log = redisLog(fromIORedis(client));
    const hints: unknown[] = [];
    const watching = log.watch('id').subscribe((hint) => hints.push(hint));
    await new Promise(setImmediate);
    listeners['ready']?.();
    await new Promise(setImmediate);
    expect(asked).toEqual([{ autoResubscribe: false }, 'relay:{id}', 'relay:{id}']);
    expect(hints).toEqual(['look']);
    watching.unsubscribe();
    log.close();
  });
});

const libraries: [string, (url: string) => RelayLog][] = [
  ['@redis/client', (url) => redisLog(createClient({ url }))],
  ['ioredis', (url) => redisLog(fromIORedis(new Redis(url, { lazyConnect: true })))],
];

describeRedis('a log on Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  describe.each(libraries)('over %s', (name, open) => {
    it('appends when Redis has forgotten the script', async () => {
      const log = open(server.url);
      const id = `forgotten ${name}`;
      await firstValueFrom(log.append(id, '', opener()));
      await redisCli(server.port, 'script', 'flush');
      expect(await firstValueFrom(log.append(id, '1-0', events('1-1', '1')))).toBe('1-1');
      log.close();
    });

    it('receives hints of a reply that it follows again right after it unsubscribed', async () => {
      const log = open(server.url);
      const id = `again ${name}`;
      await firstValueFrom(log.append(id, '', opener()));
      for (let i = 0; i < 3; i++) await firstValueFrom(log.watch(id));
      const heard = new Promise((resolve) => {
        const watching = log.watch(id).subscribe((hint) => {
          if (hint === 'look') return;
          resolve(hint);
          watching.unsubscribe();
        });
      });
      await firstValueFrom(log.watch(id));
      await firstValueFrom(log.append(id, '1-0', end));
      expect(await heard).toEqual({ previous: '1-0', entry: end });
      log.close();
    });

    it('emits the end for an append after it, which Redis would always refuse', async () => {
      const log = open(server.url);
      const id = `ended ${name}`;
      await firstValueFrom(log.append(id, '', opener()));
      await firstValueFrom(log.append(id, '*', end));
      expect(await firstValueFrom(log.append(id, end.cursor, events('1-1', '1')))).toBe(end.cursor);
      log.close();
    });
  });
});
