import { describe, expect, it } from '@jest/globals';
import { NEVER, type Observable, of } from 'rxjs';
import { createRelay, memoryLog, type RelayLog } from '../../lib/relay/index.ts';
import { deferLog } from '../../lib/relay/defer-log.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { end, opener } from './log-contract.ts';

const failure = new Error('down');
const broken = (): never => {
  throw failure;
};
const names = Object.entries(memoryLog()).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
const brokenLog: RelayLog = { ...memoryLog(), ...Object.fromEntries(names.map((name) => [name, broken])) };

describe('deferLog', () => {
  type Call = (log: RelayLog) => Observable<unknown>;
  const calls: Record<string, Call> = {
    append: (log) => log.append('id', '', opener()),
    read: (log) => log.read('id', '0-0', 1),
    top: (log) => log.top('id'),
    touch: (log) => log.touch('id'),
    replace: (log) => log.replace('id', end),
    watch: (log) => log.watch('id'),
    watchers: (log) => log.watchers('id'),
    beat: (log) => log.beat('owner', 1),
    isAlive: (log) => log.isAlive('owner'),
    release: (log) => log.release('owner'),
    wake: (log) => log.wake('owner', 'id'),
    wakes: (log) => log.wakes('owner'),
  };

  it('covers each method', () => {
    expect([...Object.keys(calls), 'close'].sort()).toEqual([...names].sort());
    expect(Object.keys(deferLog(memoryLog())).sort()).toEqual(Object.keys(memoryLog()).sort());
  });

  it.each(Object.entries(calls))('reports an exception of %s as the error', (_, call) => {
    const seen: unknown[] = [];
    call(deferLog(brokenLog)).subscribe({ error: (error: unknown) => seen.push(error) });
    expect(seen).toEqual([failure]);
  });

  it.each(Object.entries(calls))('passes the arguments and values of %s', (name, call) => {
    const args: unknown[][] = [];
    const note =
      (seen: unknown[][]) =>
      (...given: unknown[]) => {
        seen.push(given);
        return of('value');
      };
    const seen: unknown[] = [];
    call(deferLog({ ...memoryLog(), [name]: note(args) })).subscribe((value) => seen.push(value));
    const expected: unknown[][] = [];
    void call({ ...memoryLog(), [name]: note(expected) });
    expect([args, seen]).toEqual([expected, ['value']]);
  });

  it('closes a log, even one that throws', () => {
    let isClosed = false;
    deferLog({ ...memoryLog(), close: () => void (isClosed = true) }).close();
    expect(isClosed).toBe(true);
    expect(() => deferLog(brokenLog).close()).not.toThrow();
  });
});

it.each(['append', 'touch'])('a relay tries again when %s throws', (name) => {
  marbles(({ cold, flush }) => {
    const log = memoryLog();
    const methods: Readonly<Record<string, unknown>> = { ...log };
    let failures = 0;
    const flaky = (...args: unknown[]): unknown => {
      if (args[0] === 'id' && args[1] !== '' && failures++ < 2) throw failure;
      return (methods[name] as (...args: unknown[]) => unknown)(...args);
    };
    const relay = createRelay({ log: { ...log, [name]: flaky }, lease: 300 });
    const seen: string[] = [];
    const source = cold('-S 999ms B-a|', { ...reply, a: text(0, 'a') });
    relay.start('id', source).subscribe();
    relay.attach('id').subscribe({ next: ({ event }) => seen.push(event.type), complete: () => seen.push('end') });
    flush();
    expect(failures).toBeGreaterThan(2);
    expect(seen).toEqual(['message_start', 'content_block_start', 'content_block_delta', 'end']);
  });
});

it('a relay whose log throws on close closes', async () => {
  const relay = createRelay({ log: { ...memoryLog(), close: broken, release: broken } });
  relay.start('id', NEVER).subscribe();
  await expect(relay.close()).resolves.toBeUndefined();
});
