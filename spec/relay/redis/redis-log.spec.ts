import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { firstValueFrom, type Observable } from 'rxjs';
import type { RedisConnector, RedisEvents } from '../../../lib/relay/redis/redis-connection.ts';
import { redisLog, type RedisLogOptions } from '../../../lib/relay/redis/redis-log.ts';
import { appendScript, replaceScript, touchScript } from '../../../lib/relay/redis/redis-scripts.ts';
import { ending } from '../../../lib/relay/cursor.ts';
import { settle } from '../../support/settle.ts';
import { end, events, opener } from '../log-contract.ts';

const sha = (script: string) => createHash('sha1').update(script).digest('hex');
const noScript = new Error('NOSCRIPT No matching script. Please use EVAL.');

/** A log whose commands a test answers: the answer per name of a command, or a function of the arguments. */
function open(answers: Record<string, unknown> = {}, options: RedisLogOptions = {}, isCluster = false) {
  const commands: unknown[][] = [];
  const opened: { events: RedisEvents; used: string[] }[] = [];
  const connector: RedisConnector = (events) => {
    const used: string[] = [];
    opened.push({ events, used });
    const use = (what: string) => {
      used.push(what);
      return Promise.resolve();
    };
    return {
      isCluster,
      call: (key, [name, ...args]) => {
        commands.push([key, name, ...args]);
        const answer = answers[name];
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      subscribe: (channel) => use(`subscribe ${channel}`),
      unsubscribe: (channel) => use(`unsubscribe ${channel}`),
      close: () => void use('close'),
    };
  };
  const log = redisLog(connector, options);
  return { log, commands, opened };
}

/** The last value, and the commands that led to it. */
async function sent(answers: Record<string, unknown>, work: (log: ReturnType<typeof redisLog>) => Observable<unknown>) {
  const { log, commands } = open(answers, { prefix: 'p', ttl: 7_000 });
  const value = await firstValueFrom(work(log));
  log.close();
  return { value, commands };
}

describe('redisLog sends', () => {
  const key = 'p:{id}';

  it('the digest of a script, and the script where the server lacks it', async () => {
    const args = ['1', key, '1-0', '1-2', 'd', '{"n":1}', '7000'];
    const append = (log: ReturnType<typeof redisLog>) => log.append('id', '1-0', events('1-2', '{"n":1}'));
    expect(await sent({ EVALSHA: '1-2' }, append)).toEqual({
      value: '1-2',
      commands: [[key, 'EVALSHA', sha(appendScript), ...args]],
    });
    expect(await sent({ EVALSHA: noScript, EVAL: '1-2' }, append)).toEqual({
      value: '1-2',
      commands: [
        [key, 'EVALSHA', sha(appendScript), ...args],
        [key, 'EVAL', appendScript, ...args],
      ],
    });
  });

  it.each<[string, Error | string]>([
    ['another error', new Error('WRONGTYPE')],
    ['an error without a message', Object.assign(new Error(), { message: undefined })],
  ])('no script after %s', async (_, error) => {
    const { log, commands } = open({ EVALSHA: error });
    await expect(firstValueFrom(log.touch('id'))).rejects.toBe(error);
    expect(commands).toHaveLength(1);
    log.close();
  });

  it.each<[string, (log: ReturnType<typeof redisLog>) => Observable<unknown>, string[]]>([
    [
      'append of a first entry',
      (log) => log.append('id', '', opener()),
      [appendScript, '', '1-0', 'o', opener().value, '7000'],
    ],
    ['append of an end', (log) => log.append('id', '*', end), [appendScript, '*', ending, 'e', end.value, '7000']],
    ['replace', (log) => log.replace('id', end), [replaceScript, '', ending, 'e', end.value, '7000']],
    ['touch', (log) => log.touch('id'), [touchScript, '7000']],
  ])('the script of %s', async (_, work, [script, ...args]) => {
    const { commands } = await sent({}, work);
    expect(commands).toEqual([[key, 'EVALSHA', sha(script!), '1', key, ...args]]);
  });

  const rows = [
    ['1-0', ['o', '{}']],
    ['1-1', ['d', '1']],
    ['1-2', ['x', '2']],
    [ending, ['e', '3']],
  ];
  const entries = [
    { cursor: '1-0', kind: 'open', value: '{}' },
    { cursor: '1-1', kind: 'events', value: '1' },
    { cursor: '1-2', kind: 'events', value: '2' }, // of a newer version
    { cursor: ending, kind: 'end', value: '3' },
  ];

  it.each<
    [string, (log: ReturnType<typeof redisLog>) => Observable<unknown>, Record<string, unknown>, unknown, unknown[][]]
  >([
    [
      'the range that a reader requests',
      (log) => log.read('id', '1-0', 5),
      { XRANGE: rows },
      entries,
      [[key, 'XRANGE', key, '(1-0', '+', 'COUNT', '5']],
    ],
    ['nothing for a range behind the end', (log) => log.read('id', ending, 5), { XRANGE: rows }, [], []],
    [
      'a request for the last entry',
      (log) => log.top('id'),
      { XREVRANGE: rows.slice(1, 2) },
      entries[1],
      [[key, 'XREVRANGE', key, '+', '-', 'COUNT', '1']],
    ],
    ['a request for readers', (log) => log.watchers('id'), { PUBSUB: [key, 2] }, 2, [[key, 'PUBSUB', 'NUMSUB', key]]],
    ['a request for a lease', (log) => log.isAlive('o'), { EXISTS: 1 }, true, [['p:owner:o', 'EXISTS', 'p:owner:o']]],
    ['the end of a lease', (log) => log.release('o'), { DEL: 1 }, 1, [['p:owner:o', 'DEL', 'p:owner:o']]],
    ['a wake', (log) => log.wake('o', 'id'), { PUBLISH: 0 }, 0, [['p:owner:o', 'PUBLISH', 'p:owner:o', 'id']]],
    [
      'a lease, and an empty message',
      (log) => log.beat('o', 900),
      { SET: 'OK', PUBLISH: 1 },
      1,
      [
        ['p:owner:o', 'SET', 'p:owner:o', '1', 'PX', '900'],
        ['p:owner:o', 'PUBLISH', 'p:owner:o', ''],
      ],
    ],
  ])('%s', async (_, work, answers, value, commands) => {
    expect(await sent(answers, work)).toEqual({ value, commands });
  });

  it('digests that it computes once per script', async () => {
    const digest = jest.spyOn(crypto.subtle, 'digest');
    const { log, commands } = open();
    for (let i = 0; i < 3; i++) await firstValueFrom(log.touch('id'));
    expect([digest.mock.calls.length, commands.length]).toEqual([1, 3]);
    digest.mockRestore();
    log.close();
  });

  it('keys of the prefix `relay` that live for ten minutes by default', async () => {
    const { log, commands } = open();
    await firstValueFrom(log.touch('id'));
    expect(commands[0]?.slice(3)).toEqual(['1', 'relay:{id}', '600000']);
    log.close();
  });
});

describe('redisLog', () => {
  it('says that it may lose entries, which the relay then appends again', () => {
    expect(open().log.canRewind).toBe(true);
  });

  it('knows of one reader at least in a cluster, whose nodes know only their own', async () => {
    const { log } = open({ PUBSUB: ['relay:{id}', 0] }, {}, true);
    expect(await firstValueFrom(log.watchers('id'))).toBe(1);
    log.close();
  });

  it('emits the hints of a reply, with the line feeds of their values', async () => {
    const { log, opened } = open();
    const hints: unknown[] = [];
    log.watch('id').subscribe((hint) => hints.push(hint));
    await settle();
    const channel = 'relay:{id}';
    opened[0]!.events.message(channel, ' 1-0 o\n{}');
    opened[0]!.events.message(channel, '1-0 1-2 d\n1\n2');
    opened[0]!.events.message(channel, '1-2 1-3 x\n3');
    expect(hints).toEqual([
      'look',
      { previous: '', entry: { cursor: '1-0', kind: 'open', value: '{}' } },
      { previous: '1-0', entry: { cursor: '1-2', kind: 'events', value: '1\n2' } },
      { previous: '1-2', entry: { cursor: '1-3', kind: 'events', value: '3' } },
    ]);
    log.close();
  });

  it('wakes for ids, not for its own beats', async () => {
    const { log, opened } = open();
    const ids: unknown[] = [];
    log.wakes('o').subscribe((id) => ids.push(id));
    await settle();
    for (const text of ['', 'id', '']) opened[0]!.events.message('relay:owner:o', text);
    expect(ids).toEqual(['id']);
    log.close();
  });

  describe('with a connection for channels that is silent', () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    const beating = { SET: 'OK', PUBLISH: 1 };
    const replaced = (opened: ReturnType<typeof open>['opened']) => opened[0]!.used.includes('close');

    /** Beats, and hears its own message if `echo`. */
    async function beat({ log, opened }: ReturnType<typeof open>, echo: boolean): Promise<void> {
      await firstValueFrom(log.beat('o', 900));
      if (echo) opened[0]!.events.message('relay:owner:o', '');
    }

    it('replaces it at the first beat after the deadline', async () => {
      const opening = open(beating, { deadline: 100 });
      const { log, opened } = opening;
      log.wakes('o').subscribe();
      await jest.advanceTimersByTimeAsync(0);
      await beat(opening, true);
      await jest.advanceTimersByTimeAsync(1_000);
      await beat(opening, false);
      await jest.advanceTimersByTimeAsync(60);
      await beat(opening, false);
      await jest.advanceTimersByTimeAsync(40);
      await beat(opening, false);
      expect(replaced(opened)).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      await beat(opening, false);
      expect(replaced(opened)).toBe(true);
      log.close();
    });

    it('waits for the deadline once more after it has replaced it', async () => {
      const opening = open(beating, { deadline: 100 });
      const { log, opened } = opening;
      await beat(opening, false);
      await jest.advanceTimersByTimeAsync(101);
      await beat(opening, false);
      const count = opened.length;
      await jest.advanceTimersByTimeAsync(100);
      await beat(opening, false);
      expect(opened).toHaveLength(count);
      log.close();
    });

    it('does not count a rest, in which nobody listens', async () => {
      const opening = open(beating, { deadline: 100 });
      const { log, opened } = opening;
      const listening = log.wakes('o').subscribe();
      await jest.advanceTimersByTimeAsync(0);
      await beat(opening, false);
      listening.unsubscribe();
      await jest.advanceTimersByTimeAsync(2_000);
      log.wakes('o').subscribe();
      await beat(opening, false);
      expect(replaced(opened)).toBe(false);
      log.close();
    });

    it('allows it five seconds by default', async () => {
      const opening = open(beating);
      await beat(opening, false);
      await jest.advanceTimersByTimeAsync(5_000);
      await beat(opening, false);
      expect(replaced(opening.opened)).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      await beat(opening, false);
      expect(replaced(opening.opened)).toBe(true);
      opening.log.close();
    });
  });
});

describe('the options of redisLog', () => {
  it.each([
    [{ prefix: 7 as never }, 'redisLog: prefix: is 7; pass a string'],
    [{ ttl: 0 }, 'redisLog: ttl: is 0; pass a whole number of milliseconds, 1 or more'],
    [{ ttl: Infinity }, 'redisLog: ttl: is Infinity; pass a whole number of milliseconds, 1 or more'],
    [{ deadline: Infinity }, 'redisLog: deadline: is Infinity; pass a whole number of milliseconds, 1 or more'],
  ])('are refused when invalid: %j', (options, message) => {
    expect(() => open({}, options)).toThrow(expect.objectContaining({ name: 'InvalidOptionsError', message }));
  });

  it('may be a millisecond', () => {
    expect(() => open({}, { ttl: 1, deadline: 1 })).not.toThrow();
  });
});
