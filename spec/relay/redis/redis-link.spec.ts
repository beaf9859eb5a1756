import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { asyncScheduler, firstValueFrom, type Observable, Subject, type Subscription } from 'rxjs';
import type { RedisConnection, RedisEvents } from '../../../lib/relay/redis/redis-connection.ts';
import { RedisLink } from '../../../lib/relay/redis/redis-link.ts';

/** A connection that notes its use. Its promises are pending until a test settles them. */
class ScriptedConnection implements RedisConnection {
  readonly events: RedisEvents;
  readonly isCluster: boolean;
  readonly used: string[] = [];
  readonly #pending: Subject<unknown>[] = [];

  constructor(events: RedisEvents, isCluster: boolean) {
    this.events = events;
    this.isCluster = isCluster;
  }

  call(key: string, command: readonly string[]): Promise<unknown> {
    return this.#note(`${key}: ${command.join(' ')}`);
  }

  subscribe(channel: string): Promise<unknown> {
    return this.#note(`subscribe ${channel}`);
  }

  unsubscribe(channel: string): Promise<unknown> {
    this.used.push(`unsubscribe ${channel}`);
    return Promise.reject(new Error('The connection is gone.'));
  }

  close(): void {
    this.used.push('close');
  }

  /** Settles the oldest promise that is pending. */
  async answer(value: unknown): Promise<void> {
    this.#pending.shift()?.next(value);
    await jest.advanceTimersByTimeAsync(0);
  }

  async fail(): Promise<void> {
    this.#pending.shift()?.error(new Error('The socket closed.'));
    await jest.advanceTimersByTimeAsync(0);
  }

  #note(use: string): Promise<unknown> {
    this.used.push(use);
    const pending = new Subject<unknown>();
    this.#pending.push(pending);
    return firstValueFrom(pending);
  }
}

/** The notifications of a source so far; `on` is the `undefined` of a channel, which `toEqual` would ignore. */
function watch(source: Observable<unknown>) {
  const seen: unknown[] = [];
  const subscription = source.subscribe({
    next: (value) => seen.push(value === undefined ? 'on' : value),
    error: (error: unknown) => seen.push(String(error)),
    complete: () => seen.push('complete'),
  });
  return { seen, leave: () => subscription.unsubscribe() };
}

describe('RedisLink', () => {
  let opened: ScriptedConnection[];
  let link: RedisLink;
  const newLink = ({ isCluster = false } = {}) =>
    new RedisLink((events) => {
      const connection = new ScriptedConnection(events, isCluster);
      opened.push(connection);
      return connection;
    }, 100);
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    jest.useFakeTimers();
    opened = [];
    link = newLink();
  });
  afterEach(() => {
    link.close();
    jest.useRealTimers();
  });

  describe('sends commands', () => {
    it('on subscribe, over one connection, and emits each answer', async () => {
      const [get$, set$] = [link.call('a', 'GET', 'a'), link.call('b', 'SET', 'b', '1')];
      expect(opened).toEqual([]);
      const [get, set] = [watch(get$), watch(set$)];
      expect(opened.map(({ used }) => used)).toEqual([['a: GET a', 'b: SET b 1']]);
      await opened[0]!.answer('1');
      await opened[0]!.fail();
      expect([get.seen, set.seen]).toEqual([['1', 'complete'], ['Error: The socket closed.']]);
    });

    it('and reports each time that the connection can take them again', () => {
      const { seen } = watch(link.reconnected$);
      watch(link.call('a', 'GET', 'a'));
      opened[0]!.events.ready();
      expect(seen).toEqual([]);
      opened[0]!.events.ready();
      opened[0]!.events.ready();
      expect(seen).toEqual(['on', 'on']);
    });

    it('and reports the first answer of a server that was down', async () => {
      const { seen } = watch(link.reconnected$);
      watch(link.call('a', 'GET', 'a'));
      await pass(150);
      watch(link.call('a', 'GET', 'a'));
      opened[1]!.events.ready();
      expect(seen).toEqual(['on']);
    });

    it('and knows whether there are several servers once it has a connection', () => {
      const cluster = newLink({ isCluster: true });
      expect(cluster.isCluster).toBe(false);
      watch(cluster.call('a', 'GET', 'a'));
      expect(cluster.isCluster).toBe(true);
      cluster.close();
    });
  });

  describe('has a deadline for commands', () => {
    const late = 'Error: Redis did not answer within 100 ms.';

    it('after which all of them fail, and a new connection takes the next', async () => {
      const first = watch(link.call('a', 'GET', 'a'));
      await pass(60);
      const second = watch(link.call('b', 'GET', 'b'));
      await pass(39);
      expect([first.seen, second.seen, opened[0]!.used]).toEqual([[], [], ['a: GET a', 'b: GET b']]);
      await pass(1);
      expect([first.seen, second.seen, opened[0]!.used.at(-1)]).toEqual([[late], [late], 'close']);
      const third = watch(link.call('c', 'GET', 'c'));
      expect(opened.map(({ used }) => used[0])).toEqual(['a: GET a', 'c: GET c']);
      await pass(99);
      expect(third.seen).toEqual([]);
    });

    it('that a command sent between two looks reaches at most half a deadline late', async () => {
      watch(link.call('a', 'GET', 'a'));
      await pass(10);
      const { seen } = watch(link.call('b', 'GET', 'b'));
      await opened[0]!.answer('1');
      await pass(139);
      expect(seen).toEqual([]);
      await pass(1);
      expect(seen).toEqual([late]);
    });

    it('that answers and errors meet', async () => {
      const [first, second] = [watch(link.call('a', 'GET', 'a')), watch(link.call('b', 'GET', 'b'))];
      await pass(99);
      await opened[0]!.answer('1');
      await opened[0]!.fail();
      await pass(1_000);
      expect([first.seen, second.seen]).toEqual([['1', 'complete'], ['Error: The socket closed.']]);
      expect(opened[0]!.used).toEqual(['a: GET a', 'b: GET b']);
    });

    it('and no timer without commands', async () => {
      watch(link.call('a', 'GET', 'a'));
      watch(link.call('b', 'GET', 'b'));
      expect(jest.getTimerCount()).toBe(1);
      await opened[0]!.answer('1');
      await opened[0]!.answer('1');
      await pass(100);
      expect(jest.getTimerCount()).toBe(0);
      const { seen } = watch(link.call('c', 'GET', 'c'));
      await pass(100);
      expect(seen).toEqual([late]);
    });

    it('and no timer that is too long to work', () => {
      const schedule = jest.spyOn(asyncScheduler, 'schedule');
      const slow = new RedisLink((events) => new ScriptedConnection(events, false), 2 ** 40);
      watch(slow.call('a', 'GET', 'a'));
      const delays = schedule.mock.calls.map(([, delay]) => delay);
      schedule.mockRestore();
      slow.close();
      expect(delays).toEqual([2 ** 31 - 1]);
    });

    it('and releases each timer that has fired', async () => {
      const schedule = jest.spyOn(asyncScheduler, 'schedule');
      for (let i = 0; i < 3; i++) {
        watch(link.call('a', 'GET', 'a'));
        await opened[0]!.answer('1');
        await pass(50);
      }
      const timers = schedule.mock.results.map(({ value }) => value as Subscription);
      schedule.mockRestore();
      expect(timers.map(({ closed }) => closed)).toEqual([true, true, true]);
    });
  });

  describe('follows channels', () => {
    it('over a connection of its own, and emits undefined, then the messages', async () => {
      watch(link.call('a', 'GET', 'a'));
      const { seen } = watch(link.channel('x'));
      const [commands, listener] = opened;
      expect([commands!.used, listener!.used]).toEqual([['a: GET a'], ['subscribe x']]);
      expect(seen).toEqual([]);
      await listener!.answer(undefined);
      listener!.events.message('x', 'one');
      listener!.events.message('y', 'of another');
      expect(seen).toEqual(['on', 'one']);
    });

    it('once for all subscribers; a late one gets undefined immediately', async () => {
      const first = watch(link.channel('x'));
      const second = watch(link.channel('x'));
      await opened[0]!.answer(undefined);
      const third = watch(link.channel('x'));
      opened[0]!.events.message('x', 'one');
      expect([first.seen, second.seen, third.seen]).toEqual(Array(3).fill(['on', 'one']));
      expect(opened[0]!.used).toEqual(['subscribe x']);
    });

    it('for a second longer than their subscribers', async () => {
      const first = watch(link.channel('x'));
      await opened[0]!.answer(undefined);
      first.leave();
      await pass(999);
      const second = watch(link.channel('x'));
      expect(second.seen).toEqual(['on']);
      second.leave();
      await pass(999);
      expect(opened[0]!.used).toEqual(['subscribe x']);
      await pass(1);
      expect(opened[0]!.used).toEqual(['subscribe x', 'unsubscribe x']);
      const third = watch(link.channel('x'));
      expect([third.seen, opened[0]!.used.at(-1), opened.length]).toEqual([[], 'subscribe x', 1]);
    });

    it('and looks again when the connection is back, but not when it is new', async () => {
      const [x, y] = [watch(link.channel('x')), watch(link.channel('y'))];
      opened[0]!.events.ready();
      await opened[0]!.answer(undefined);
      expect([x.seen, y.seen]).toEqual([['on'], []]);
      opened[0]!.events.ready();
      expect([x.seen, y.seen]).toEqual([['on', 'on'], []]);
    });

    it('and tries again after a second when the connection failed', async () => {
      const { seen } = watch(link.channel('x'));
      await opened[0]!.fail();
      await pass(999);
      expect(opened[0]!.used).toEqual(['subscribe x']);
      await pass(1);
      expect(opened[0]!.used).toEqual(['subscribe x', 'subscribe x']);
      await opened[0]!.answer(undefined);
      expect(seen).toEqual(['on']);
    });

    it('and does not try again when nobody follows them any more', async () => {
      watch(link.channel('x')).leave();
      await pass(500);
      await opened[0]!.fail();
      await pass(10_000);
      expect(opened[0]!.used).toEqual(['subscribe x', 'unsubscribe x']);
    });

    it('over a new connection when a command missed its deadline', async () => {
      const { seen } = watch(link.channel('x'));
      await opened[0]!.answer(undefined);
      watch(link.call('a', 'GET', 'a'));
      await pass(100);
      const [old, commands, listener] = opened;
      expect([old, commands, listener].map((connection) => connection!.used)).toEqual([
        ['subscribe x', 'close'],
        ['a: GET a', 'close'],
        ['subscribe x'],
      ]);
      const late = watch(link.channel('x'));
      expect(late.seen).toEqual([]);
      await listener!.answer(undefined);
      expect([seen, late.seen]).toEqual([['on', 'on'], ['on']]);
    });

    it.each<[string, (old: ScriptedConnection) => Promise<void>]>([
      ['an answer', (old) => old.answer(undefined)],
      ['a failure', (old) => old.fail()],
    ])('and ignores %s of a connection that it replaced', async (_, settle) => {
      const { seen } = watch(link.channel('x'));
      link.replace();
      await settle(opened[0]!);
      await pass(1_000);
      expect([seen, opened.map(({ used }) => used)]).toEqual([[], [['subscribe x', 'close'], ['subscribe x']]]);
    });

    it('and ignores an answer that arrives after the last subscriber has left', async () => {
      const first = watch(link.channel('x'));
      first.leave();
      await pass(1_000);
      await opened[0]!.answer(undefined);
      const second = watch(link.channel('x'));
      expect([second.seen, opened[0]!.used.at(-1)]).toEqual([[], 'subscribe x']);
    });
  });

  describe('that closes', () => {
    it('fails its commands, and those that come later', () => {
      const { seen } = watch(link.call('a', 'GET', 'a'));
      link.close();
      expect([seen, watch(link.call('b', 'GET', 'b')).seen]).toEqual(Array(2).fill(['Error: The log is closed.']));
      expect([opened[0]!.used, opened.length]).toEqual([['a: GET a', 'close'], 1]);
      expect(jest.getTimerCount()).toBe(0);
    });

    it('closes the connection of its channels, and follows no others', async () => {
      const { seen } = watch(link.channel('x'));
      const failed = watch(link.channel('y'));
      await opened[0]!.answer(undefined);
      await opened[0]!.fail();
      link.close();
      await pass(10_000);
      opened[0]!.events.message('x', 'late');
      expect(watch(link.channel('z')).seen).toEqual([]);
      expect([seen, failed.seen, opened.length]).toEqual([['on'], [], 1]);
      expect(opened[0]!.used).toEqual(['subscribe x', 'subscribe y', 'close']);
    });

    it('forgets channels that linger', async () => {
      watch(link.channel('x')).leave();
      link.close();
      expect(jest.getTimerCount()).toBe(0);
      await pass(10_000);
      expect(opened[0]!.used).toEqual(['subscribe x', 'close']);
    });
  });
});
