import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { concat, filter, firstValueFrom, forkJoin, interval, lastValueFrom, mergeMap, take, toArray } from 'rxjs';
import type { RelayEntry, RelayHint, RelayLog } from '../../lib/relay/index.ts';

export const ending = '18446744073709551615-18446744073709551615';

export const opener = (epoch = 1, seq = 0, value = '{"owner":"a","nonce":"n"}'): RelayEntry => ({
  cursor: `${epoch}-${seq}`,
  kind: 'open',
  value,
});
export const events = (cursor: `${number}-${number}`, ...lines: string[]): RelayEntry => ({
  cursor,
  kind: 'events',
  value: lines.join('\n'),
});
export const end: RelayEntry = { cursor: ending, kind: 'end', value: '{"end":"complete"}' };

/** What every log must do. `open` returns another log of the same replies; the ids are new in each test. */
export function describeLog(name: string, open: () => RelayLog | Promise<RelayLog>, { counts = true } = {}): void {
  describe(name, () => {
    let log: RelayLog;
    let id: string;
    let ids = 0;
    beforeEach(async () => {
      log = await open();
      id = `reply-${process.pid}-${Date.now()}-${ids++}`;
    });
    afterEach(() => log.close());

    const append = (expected: Parameters<RelayLog['append']>[1], entry: RelayEntry) =>
      firstValueFrom(log.append(id, expected, entry));
    const read = (after: `${number}-${number}` = '0-0', count = 100) => firstValueFrom(log.read(id, after, count));

    it('knows nothing of a reply that never was', async () => {
      expect(await read()).toEqual([]);
      expect(await firstValueFrom(log.top(id))).toBeUndefined();
      expect(await firstValueFrom(log.touch(id))).toBe('');
    });

    it('reads entries in order, from any cursor on', async () => {
      const entries = [opener(), events('1-2', '{"n":1}', '{"n":2}'), events('1-3', '{"n":3}'), end];
      let top: Parameters<RelayLog['append']>[1] = '';
      for (const entry of entries) top = await append(top, entry);
      expect(await read()).toEqual(entries);
      expect(await read('1-1')).toEqual(entries.slice(1));
      expect(await read('1-2')).toEqual(entries.slice(2));
      expect(await read('0-0', 2)).toEqual(entries.slice(0, 2));
      expect(await read(ending)).toEqual([]);
      expect(await firstValueFrom(log.top(id))).toEqual(end);
    });

    it('keeps line feeds, quotes and every alphabet in a value', async () => {
      const entry = events('1-2', JSON.stringify({ text: 'ä\n"\u2028😀' }), '{}');
      await append('', opener());
      await append('1-0', entry);
      expect(await read('1-0')).toEqual([entry]);
    });

    it('refuses what does not follow the last entry, and says which that is', async () => {
      await append('', opener());
      await append('1-0', events('1-1', '1'));
      expect(await append('1-0', events('1-2', '2'))).toBe('1-1');
      expect(await append('', opener())).toBe('1-1');
      expect(await append('1-5', events('1-6', '6'))).toBe('1-1');
      expect(await read('1-0')).toEqual([events('1-1', '1')]);
    });

    it('appends once what is appended twice', async () => {
      await append('', opener());
      expect(await append('1-0', events('1-1', '1'))).toBe('1-1');
      expect(await append('1-0', events('1-1', '1'))).toBe('1-1');
      expect(await read('1-0')).toHaveLength(1);
    });

    it('has one winner of many that open a reply', async () => {
      const openers = Array.from({ length: 8 }, (_, i) => opener(1, 0, `{"nonce":"${i}"}`));
      const tops = await lastValueFrom(forkJoin(openers.map((entry) => log.append(id, '', entry))));
      expect(tops).toEqual(openers.map(() => '1-0'));
      const [first, ...rest] = await read();
      expect(rest).toEqual([]);
      expect(openers).toContainEqual(first);
    });

    it('refuses the old epoch after a new one', async () => {
      await append('', opener());
      await append('1-0', events('1-1', '1'));
      expect(await append('1-1', opener(2, 1))).toBe('2-1');
      expect(await append('1-1', events('1-2', '2'))).toBe('2-1');
      expect(await append('2-1', events('2-2', '2'))).toBe('2-2');
    });

    it('takes nothing after the end, whatever is expected', async () => {
      await append('', opener());
      expect(await append('*', end)).toBe(ending);
      expect(await append('1-0', events('1-1', '1'))).toBe(ending);
      expect(await append('*', { ...end, value: '{"end":"stopped"}' })).toBe(ending);
      expect(await append(ending, events('1-1', '1'))).toBe(ending);
      expect(await read()).toEqual([opener(), end]);
    });

    it('appends no end to a reply that never was', async () => {
      expect(await append('*', end)).toBe('');
      expect(await read()).toEqual([]);
    });

    it('replaces all entries by one', async () => {
      await append('', opener());
      await append('1-0', events('1-1', '1'));
      await firstValueFrom(log.replace(id, end));
      expect(await read()).toEqual([end]);
    });

    it('emits the last cursor when it is touched', async () => {
      await append('', opener());
      expect(await firstValueFrom(log.touch(id))).toBe('1-0');
    });

    it('emits `look`, then a hint for each new entry', async () => {
      await append('', opener());
      const hints: RelayHint[] = [];
      let appended = Promise.resolve<unknown>(undefined);
      await new Promise<void>((resolve) => {
        // Between the nodes of a cluster, the hint of an earlier entry can arrive after `look`.
        const hints$ = log.watch(id).pipe(
          filter((hint) => hint === 'look' || hint.entry.cursor !== '1-0'),
          take(3),
        );
        hints$.subscribe({
          next: (hint) => {
            hints.push(hint);
            if (hint === 'look') appended = append('1-0', events('1-1', '1')).then(() => append('*', end));
          },
          complete: resolve,
        });
      });
      await appended;
      expect(hints).toEqual(['look', { previous: '1-0', entry: events('1-1', '1') }, { previous: '1-1', entry: end }]);
    });

    it('counts who watches', async () => {
      await append('', opener());
      expect(await firstValueFrom(log.watchers(id))).toBe(counts ? 0 : 1);
      let counted: Promise<number> | undefined;
      await new Promise<void>((resolve) => {
        const subscription = log.watch(id).subscribe(() => {
          queueMicrotask(() => {
            counted = firstValueFrom(log.watchers(id));
            void counted.finally(() => {
              subscription.unsubscribe();
              resolve();
            });
          });
        });
      });
      expect(await counted).toBe(1);
    });

    it('knows which processes live', async () => {
      const owner = `owner-of-${id}`;
      expect(await firstValueFrom(log.isAlive(owner))).toBe(false);
      await firstValueFrom(log.beat(owner, 60_000));
      expect(await firstValueFrom(log.isAlive(owner))).toBe(true);
      await firstValueFrom(log.release(owner));
      expect(await firstValueFrom(log.isAlive(owner))).toBe(false);
    });

    it('wakes the process that is meant', async () => {
      const owner = `owner-of-${id}`;
      const woken = firstValueFrom(log.wakes(owner).pipe(take(2), toArray()));
      // It may take a moment to listen, and waking is a hint.
      const waking = interval(20)
        .pipe(mergeMap(() => concat(log.wake('another', 'x'), log.wake(owner, id))))
        .subscribe();
      expect(await woken).toEqual([id, id]);
      waking.unsubscribe();
    });
  });
}
