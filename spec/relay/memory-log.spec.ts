import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstValueFrom, VirtualTimeScheduler } from 'rxjs';
import { LogFullError } from '../../lib/index.ts';
import { memoryLog, type RelayLog } from '../../lib/relay/index.ts';
import { describeLog, end, events, opener } from './log-contract.ts';

describeLog('memoryLog', () => memoryLog());

const append = (log: RelayLog, id: string, ...[expected, entry]: [Parameters<RelayLog['append']>[1], typeof end]) =>
  firstValueFrom(log.append(id, expected, entry));
const isKept = async (log: RelayLog, id: string) => (await firstValueFrom(log.top(id))) !== undefined;

describe('the bounds of memoryLog', () => {
  it('drop the reply that ended first, and never a running one', async () => {
    const log = memoryLog({ maxStreams: 3 });
    for (const id of ['running', 'second', 'first']) await append(log, id, '', opener());
    await append(log, 'first', '*', end);
    await append(log, 'second', '*', end);
    await append(log, 'new', '', opener());
    expect(await Promise.all(['running', 'second', 'first', 'new'].map((id) => isKept(log, id)))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it('refuse a reply when running ones fill the log', async () => {
    const log = memoryLog({ maxStreams: 1 });
    await append(log, 'running', '', opener());
    await expect(append(log, 'new', '', opener())).rejects.toThrow(LogFullError);
    await append(log, 'running', '*', end);
    expect(await append(log, 'new', '', opener())).toBe('1-0');
    expect(await isKept(log, 'running')).toBe(false);
  });

  it('keep the memory of ended replies under maxBytes', async () => {
    const log = memoryLog({ maxBytes: 10_000 });
    for (let i = 0; i < 50; i++) {
      await append(log, `reply ${i}`, '', opener());
      await append(log, `reply ${i}`, '1-0', events('1-1', 'x'.repeat(1_000)));
      await append(log, `reply ${i}`, '*', end);
    }
    const kept = await Promise.all(Array.from({ length: 50 }, (_, i) => isKept(log, `reply ${i}`)));
    // An entry takes two bytes per character and 80 more: about 2.3 kB per reply.
    expect(kept.filter(Boolean)).toHaveLength(4);
    expect(kept.slice(-4)).toEqual([true, true, true, true]);
  });

  it('apply under any load: only running replies exceed them, and those are never dropped', async () => {
    const id = fc.nat({ max: 30 }).map(String);
    const step = fc.record({
      id,
      kind: fc.constantFrom('events', 'events', 'events', 'end'),
      size: fc.nat({ max: 3_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 100, maxLength: 400 }), async (steps) => {
        const [maxStreams, maxBytes] = [10, 20_000];
        const log = memoryLog({ maxStreams, maxBytes });
        const running = new Map<string, number>();
        /** The next append evicts it, not its own end. */
        let justEnded: string | undefined;
        for (const [n, { id, kind, size }] of steps.entries()) {
          const seq = running.get(id);
          if (seq === undefined) {
            const top = await append(log, id, '', opener()).catch((error: unknown) => error);
            if (top === '1-0') {
              running.set(id, 0);
              justEnded = undefined;
            }
          } else if (kind === 'end') {
            expect(await append(log, id, `1-${seq}`, end)).toBe(end.cursor);
            running.delete(id);
            justEnded = id;
          } else {
            const next = `1-${seq + 1}` as const;
            expect(await append(log, id, `1-${seq}`, events(next, 'x'.repeat(size)))).toBe(next);
            running.set(id, seq + 1);
            justEnded = undefined;
          }
          if (n % 10 > 0) continue;
          let [ofEnded, ofAll, streams] = [0, 0, 0];
          for (let i = 0; i <= 30; i++) {
            const entries = await firstValueFrom(log.read(String(i), '0-0', 1_000));
            const bytes = entries.reduce((sum, { value }) => sum + value.length * 2, 0);
            if (entries.length > 0) streams += 1;
            ofAll += bytes;
            if (!running.has(String(i)) && justEnded !== String(i)) ofEnded += bytes;
          }
          expect(streams).toBeLessThanOrEqual(maxStreams);
          if (ofAll > maxBytes) expect(ofEnded).toBe(0);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('evict a reply with the next append, not with its own end', async () => {
    const log = memoryLog({ maxBytes: 1_000 });
    await append(log, 'ending', '', opener());
    await append(log, 'running', '', opener());
    await append(log, 'running', '1-0', events('1-1', 'x'.repeat(1_000)));
    const hints: unknown[] = [];
    log.watch('ending').subscribe((hint) => hints.push(hint));
    await append(log, 'ending', '*', end);
    expect(await firstValueFrom(log.read('ending', '0-0', 9))).toEqual([opener(), end]);
    await append(log, 'running', '1-1', events('1-2', ''));
    expect([hints, await isKept(log, 'ending')]).toEqual([['look', { previous: '1-0', entry: end }, 'look'], false]);
  });

  it('refuse a reply when running ones take all bytes', async () => {
    const log = memoryLog({ maxBytes: 1_000 });
    await append(log, 'running', '', opener());
    await append(log, 'running', '1-0', events('1-1', 'x'.repeat(1_000)));
    await expect(append(log, 'new', '', opener())).rejects.toThrow('maxBytes 1000');
  });

  it.each<[string, Parameters<typeof memoryLog>[0], number, boolean]>([
    // An entry takes two bytes per character and 80 more.
    ['at maxBytes', { maxBytes: 1_000 }, 460, true],
    ['below maxBytes', { maxBytes: 1_001 }, 460, false],
    ['at the default of 64 MiB', {}, 32 * 1024 * 1024 - 40, true],
    ['below the default of 64 MiB', {}, 32 * 1024 * 1024 - 41, false],
  ])('refuse a reply %s', async (_, options, length, isFull) => {
    const log = memoryLog(options);
    await append(log, 'running', '', opener(1, 0, 'x'.repeat(length)));
    const outcome = await append(log, 'new', '', opener()).catch((error: unknown) => error);
    expect(outcome instanceof LogFullError).toBe(isFull);
    // The bytes of a replaced entry are free again.
    await firstValueFrom(log.replace('running', events('1-1', '')));
    expect(await append(log, 'other', '', opener())).toBe('1-0');
  });

  it('keep ended replies that just fit, and drop one when it would not fit, with a hint', async () => {
    const sizes = [opener(), end, opener()].map(({ value }) => value.length * 2 + 80);
    const log = memoryLog({ maxBytes: sizes.reduce((sum, size) => sum + size) });
    await append(log, 'ended', '', opener());
    await append(log, 'ended', '*', end);
    await append(log, 'running', '', opener());
    expect(await isKept(log, 'ended')).toBe(true);
    const hints: unknown[] = [];
    log.watch('ended').subscribe((hint) => hints.push(hint));
    await append(log, 'running', '1-0', events('1-1', ''));
    expect(hints).toEqual(['look', 'look']);
    expect(await isKept(log, 'ended')).toBe(false);
  });

  it('drop an ended reply for one more, when all bytes are taken', async () => {
    const log = memoryLog({ maxBytes: opener().value.length * 2 + end.value.length * 2 + 160 });
    await append(log, 'ended', '', opener());
    await append(log, 'ended', '*', end);
    expect(await append(log, 'new', '', opener())).toBe('1-0');
    expect(await isKept(log, 'ended')).toBe(false);
  });

  it('count a replaced entry once', async () => {
    const scheduler = new VirtualTimeScheduler();
    const log = memoryLog({ maxBytes: 1_000, ttl: 1, scheduler });
    const hints: unknown[] = [];
    await append(log, 'replaced', '', opener(1, 0, 'x'.repeat(460)));
    log.watch('replaced').subscribe((hint) => hints.push(hint));
    const entry = events('1-1', '');
    await firstValueFrom(log.replace('replaced', entry));
    expect(hints).toEqual(['look', { previous: '1-0', entry }]);
    await append(log, 'replaced', '*', end);
    scheduler.frame = 1;
    await append(log, 'running', '', opener(1, 0, 'x'.repeat(460)));
    await expect(append(log, 'new', '', opener())).rejects.toThrow('maxBytes 1000');
    expect(log.canRewind).toBe(false);
  });

  it('keep 10,000 replies by default', async () => {
    const log = memoryLog();
    for (let i = 0; i < 10_000; i++) await append(log, String(i), '', opener());
    await expect(append(log, 'new', '', opener())).rejects.toThrow('maxStreams 10000');
  });

  it('keep a reply for ten minutes by default, and emit a hint when they drop it', async () => {
    const scheduler = new VirtualTimeScheduler();
    const log = memoryLog({ scheduler });
    const hints: unknown[] = [];
    for (const id of ['first', 'second']) {
      await append(log, id, '', opener());
      log.watch(id).subscribe((hint) => hints.push(hint === 'look' ? id : hint.entry.kind));
      await append(log, id, '*', end);
      scheduler.frame += 1;
    }
    expect(hints.splice(0)).toEqual(['first', 'end', 'second', 'end']);
    for (const [frame, kept, dropped] of [
      [599_999, [true, true], []],
      [600_000, [false, true], ['first']],
      [600_001, [false, false], ['second']],
    ] as const) {
      scheduler.frame = frame;
      await firstValueFrom(log.beat('owner', 0));
      expect(hints.splice(0)).toEqual(dropped);
      expect([await isKept(log, 'first'), await isKept(log, 'second')]).toEqual(kept);
    }
  });

  it('end a lease at its time, and watch a reply that is unknown', async () => {
    const scheduler = new VirtualTimeScheduler();
    const log = memoryLog({ scheduler });
    await firstValueFrom(log.beat('owner', 100));
    const isAlive = async (frame: number) => {
      scheduler.frame = frame;
      return await firstValueFrom(log.isAlive('owner'));
    };
    expect([await isAlive(99), await isAlive(100)]).toEqual([true, false]);
    const hints: unknown[] = [];
    const subscription = log.watch('unknown').subscribe({
      next: (hint) => hints.push(hint),
      complete: () => hints.push('complete'),
    });
    expect([hints, await firstValueFrom(log.watchers('unknown'))]).toEqual([['look'], 0]);
    subscription.unsubscribe();
  });

  it('drop a reply ttl after its end', async () => {
    const scheduler = new VirtualTimeScheduler();
    const log = memoryLog({ ttl: 100, scheduler });
    await append(log, 'reply', '', opener());
    await append(log, 'reply', '*', end);
    scheduler.frame = 99;
    expect(await isKept(log, 'reply')).toBe(true);
    scheduler.frame = 100;
    expect(await isKept(log, 'reply')).toBe(false);
  });

  it.each([
    [{ maxStreams: 0 }, 'maxStreams'],
    [{ maxBytes: -1 }, 'maxBytes'],
    [{ ttl: NaN }, 'ttl'],
    [{ ttl: 0 }, 'ttl'],
  ])('are refused when invalid: %j', (options, name) => {
    expect(() => memoryLog(options)).toThrow(`memoryLog: ${name}`);
  });
});
