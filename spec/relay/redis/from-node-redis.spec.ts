import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { fromNodeRedis, type NodeRedisClient } from '../../../lib/relay/redis/from-node-redis.ts';
import { settle } from '../../support/settle.ts';

type Listener = (text: string) => void;

/** A client whose duplicates note their use, and connect when a test says so. */
class ScriptedClient extends EventEmitter implements NodeRedisClient {
  readonly used: unknown[] = [];
  readonly duplicates: ScriptedClient[] = [];
  readonly channelListeners: Listener[] = [];
  readonly connecting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  duplicate(): ScriptedClient {
    const duplicate = 'masters' in this ? new ScriptedCluster() : new ScriptedClient();
    this.duplicates.push(duplicate);
    return duplicate;
  }

  connect(): Promise<void> {
    this.used.push(['connect']);
    return new Promise((resolve, reject) => this.connecting.push({ resolve, reject }));
  }

  sendCommand(...args: unknown[]): Promise<unknown> {
    this.used.push(['sendCommand', ...args]);
    return Promise.resolve('answer');
  }

  subscribe(channel: string, listener: Listener): Promise<unknown> {
    this.used.push(['subscribe', channel]);
    this.channelListeners.push(listener);
    return Promise.resolve('subscribed');
  }

  unsubscribe(channel: string, listener: Listener): Promise<unknown> {
    this.used.push(['unsubscribe', channel, this.channelListeners.indexOf(listener)]);
    return Promise.resolve();
  }

  destroy(): void {
    this.used.push(['destroy']);
  }
}

class ScriptedCluster extends ScriptedClient {
  readonly masters: unknown[] = [];
}

function open(given: ScriptedClient = new ScriptedClient()) {
  const seen: unknown[] = [];
  const connection = fromNodeRedis(given)({
    ready: () => seen.push('ready'),
    message: (...message) => seen.push(message),
  });
  const client = given.duplicates[0]!;
  const connected = async () => {
    client.connecting.shift()?.resolve();
    await settle();
  };
  const failed = async () => {
    client.connecting.shift()?.reject(new Error('refused'));
    await settle();
  };
  return { given, client, connection, seen, connected, failed };
}

const timer = { timeout: 0 };

describe('a connection over @redis/client', () => {
  it('is a duplicate that connects immediately', () => {
    const { given, client, connection } = open();
    expect([given.used, client.used, connection.isCluster]).toEqual([[], [['connect']], false]);
  });

  it('sends commands as soon as it is open', async () => {
    const { client, connection, connected } = open();
    const first = connection.call('a', ['GET', 'a']);
    await settle();
    expect(client.used).toEqual([['connect']]);
    await connected();
    expect(await first).toBe('answer');
    const second = connection.call('b', ['GET', 'b']);
    expect(client.used.slice(1)).toEqual([
      ['sendCommand', ['GET', 'a'], timer],
      ['sendCommand', ['GET', 'b'], timer],
    ]);
    expect(await second).toBe('answer');
  });

  it('passes the key of each command to a cluster', async () => {
    const { client, connection, connected } = open(new ScriptedCluster());
    await connected();
    await connection.call('a', ['GET', 'a']);
    expect([connection.isCluster, client.used[1]]).toEqual([true, ['sendCommand', 'a', false, ['GET', 'a'], timer]]);
  });

  it('connects again for a command after it could not', async () => {
    const { client, connection, connected, failed } = open();
    await failed();
    const answer = connection.call('a', ['GET', 'a']);
    await settle();
    expect(client.used).toEqual([['connect'], ['connect']]);
    await connected();
    expect(await answer).toBe('answer');
    await connection.call('b', ['GET', 'b']);
    expect(client.used.filter((use) => String(use) === 'connect')).toHaveLength(2);
  });

  it('rejects a command when it cannot connect again', async () => {
    const { connection, failed } = open();
    await failed();
    const answer = connection.call('a', ['GET', 'a']).catch(String);
    await settle();
    await failed();
    expect(await answer).toBe('Error: refused');
  });

  it('subscribes with a listener per channel, and unsubscribes that one', async () => {
    const { client, connection, connected, seen } = open();
    const subscribed = connection.subscribe('x');
    await settle();
    expect(client.used).toEqual([['connect']]);
    await connected();
    expect(await subscribed).toBe('subscribed');
    await connection.subscribe('y');
    client.channelListeners[1]!('two');
    client.channelListeners[0]!('one');
    expect(seen).toEqual([
      ['y', 'two'],
      ['x', 'one'],
    ]);
    await connection.unsubscribe('y');
    await connection.unsubscribe('y');
    await connection.unsubscribe('never');
    expect(client.used.slice(1)).toEqual([
      ['subscribe', 'x'],
      ['subscribe', 'y'],
      ['unsubscribe', 'y', 1],
    ]);
  });

  it.each(['ready', 'node-ready'])('reports the event %s of a client or a node, and survives an error', (event) => {
    const { client, seen } = open();
    client.emit('error', new Error('The socket closed.'));
    client.emit(event);
    expect(seen).toEqual(['ready']);
  });

  it('closes immediately when it is open', async () => {
    const { client, connection, connected } = open();
    await connected();
    connection.close();
    expect(client.used).toEqual([['connect'], ['destroy']]);
  });

  it('closes before it is open, and again when a socket opens nevertheless', async () => {
    const [late, never] = [open(), open()];
    late.connection.close();
    never.connection.close();
    expect(late.client.used).toEqual([['connect'], ['destroy']]);
    await late.connected();
    await never.failed();
    expect([late.client.used, never.client.used]).toEqual([
      [['connect'], ['destroy'], ['destroy']],
      [['connect'], ['destroy']],
    ]);
  });

  it('does not connect again for a command once it is closed', async () => {
    const { client, connection, failed } = open();
    const errors: string[] = [];
    connection.call('a', ['GET', 'a']).catch((error: unknown) => errors.push(String(error)));
    connection.close();
    await failed();
    expect([errors, client.used]).toEqual([['Error: refused'], [['connect'], ['destroy']]]);
  });

  it('closes quietly when the client refuses because it is not open', () => {
    const { client, connection } = open();
    client.destroy = () => {
      throw new Error('The client is closed');
    };
    expect(() => connection.close()).not.toThrow();
  });
});
