import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { fromIORedis, type IORedisClient } from '../../../lib/relay/redis/from-ioredis.ts';
import { settle } from '../../support/settle.ts';

/** A client whose duplicates note their use; `fails` of a duplicate decides about its subscriptions. */
class ScriptedClient extends EventEmitter implements IORedisClient {
  readonly isCluster: boolean;
  readonly used: unknown[] = [];
  readonly duplicates: ScriptedClient[] = [];
  fails = false;

  constructor(isCluster: boolean) {
    super();
    this.isCluster = isCluster;
  }

  duplicate(...options: object[]): ScriptedClient {
    this.used.push(['duplicate', ...options]);
    const duplicate = new ScriptedClient(this.isCluster);
    this.duplicates.push(duplicate);
    return duplicate;
  }

  call(...command: string[]): Promise<unknown> {
    this.used.push(['call', ...command]);
    return Promise.resolve('answer');
  }

  subscribe(channel: string): Promise<unknown> {
    this.used.push(['subscribe', channel]);
    return this.fails ? Promise.reject(new Error('Connection is closed.')) : Promise.resolve('subscribed');
  }

  unsubscribe(channel: string): Promise<unknown> {
    this.used.push(['unsubscribe', channel]);
    return Promise.resolve('unsubscribed');
  }

  disconnect(): void {
    this.used.push(['disconnect']);
  }
}

function connect({ isCluster = false } = {}) {
  const given = new ScriptedClient(isCluster);
  const seen: unknown[] = [];
  const connection = fromIORedis(given)({
    ready: () => seen.push('ready'),
    message: (...message) => seen.push(message),
  });
  return { given, client: given.duplicates[0]!, connection, seen };
}

describe('a connection over ioredis', () => {
  it.each([
    ['one server', false, [['duplicate', { autoResubscribe: false }]]],
    ['a cluster', true, [['duplicate']]],
  ])('is a duplicate of a client for %s', (_, isCluster, used) => {
    const { given, connection } = connect({ isCluster });
    expect([given.used, connection.isCluster]).toEqual([used, isCluster]);
  });

  it('sends commands, subscribes and unsubscribes, and resolves to the answers', async () => {
    const { client, connection } = connect();
    const answers = [connection.call('a', ['SET', 'a', '1']), connection.subscribe('x'), connection.unsubscribe('x')];
    expect(await Promise.all(answers)).toEqual(['answer', 'subscribed', 'unsubscribed']);
    connection.close();
    expect(client.used).toEqual([['call', 'SET', 'a', '1'], ['subscribe', 'x'], ['unsubscribe', 'x'], ['disconnect']]);
  });

  it('passes messages, and survives an error', () => {
    const { client, seen } = connect();
    client.emit('message', 'x', 'one');
    client.emit('error', new Error('The socket closed.'));
    expect(seen).toEqual([['x', 'one']]);
  });

  it('is ready after it has subscribed again to the channels that are still followed', async () => {
    const { client, connection, seen } = connect();
    await Promise.all([connection.subscribe('x'), connection.subscribe('y'), connection.unsubscribe('x')]);
    client.used.length = 0;
    client.emit('ready');
    expect([client.used, seen]).toEqual([[['subscribe', 'y']], []]);
    await settle();
    expect(seen).toEqual(['ready']);
  });

  it('is not ready when it cannot subscribe again', async () => {
    const { client, connection, seen } = connect();
    await connection.subscribe('x');
    client.fails = true;
    client.emit('ready');
    await settle();
    expect(seen).toEqual([]);
  });

  it('lets a cluster subscribe again itself', async () => {
    const { client, connection, seen } = connect({ isCluster: true });
    await connection.subscribe('x');
    client.emit('ready');
    await settle();
    expect([client.used, seen]).toEqual([[['subscribe', 'x']], ['ready']]);
  });
});
