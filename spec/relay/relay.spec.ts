import { describe, expect, it } from '@jest/globals';
import {
  asyncScheduler,
  catchError,
  concat,
  ignoreElements,
  map,
  merge,
  mergeMap,
  NEVER,
  type Observable,
  of,
  range,
  Subject,
  switchMap,
  takeUntil,
  throwError,
  timer,
  VirtualTimeScheduler,
} from 'rxjs';
import {
  InvalidOptionsError,
  LogLostError,
  OverloadedError,
  RelayClosedError,
  UnknownStreamError,
} from '../../lib/index.ts';
import { createRelay, memoryLog, type Relay, type RelayedEvent } from '../../lib/relay/index.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const pieces = { ...reply, c: text(0, 'c') };
const values = { ...pieces, j: text(0, 'ab'), s: 'started', t: 'joined' };
const events = (attached$: Observable<RelayedEvent>) => attached$.pipe(map(({ event }) => event));
const at = <T>(frame: number, source: () => Observable<T>) => timer(frame).pipe(switchMap(source));
const relayOf = (options: Parameters<typeof createRelay>[0] = {}): Relay =>
  createRelay({ log: memoryLog(), lease: 300, ...options });

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

describe('start', () => {
  it('emits that it started when the log has the reply, and subscribes once', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf();
      const source = cold('--S-B-a-E-D-X|', reply);
      expectObservable(relay.start('id', source)).toBe('(s|)', values);
      expectObservable(at(4, () => relay.start('id', source))).toBe('----(t|)', values);
      expectSubscriptions(source.subscriptions).toBe('^------------!');
    });
  });

  it('continues when the caller unsubscribes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf();
      const source = cold('S-B-a-E-D-X|', reply);
      expectObservable(relay.start('id', source).pipe(mergeMap(() => NEVER)), '^--!').toBe('---');
      expectSubscriptions(source.subscriptions).toBe('^----------!');
    });
  });

  it('does nothing before it is subscribed', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf();
      const source = cold('S|', reply);
      void relay.start('id', source);
      expectObservable(relay.status('id')).toBe('(u|)', { u: 'unknown' });
      expectSubscriptions(source.subscriptions).toBe([]);
    });
  });

  it.each([
    ['a bigint', { n: 1n }],
    ['a cycle', cyclic],
  ])('refuses a context with %s immediately, and closes as always', async (_, context) => {
    const log = memoryLog();
    const relay = relayOf({ log });
    relay.start('good', NEVER).subscribe();
    expect(() => relay.start('bad', NEVER, context)).toThrow('start: context: is an object; pass a value that');
    await relay.close();
    const statuses: string[] = [];
    const other = relayOf({ log });
    merge(other.status('good'), other.status('bad')).subscribe((status) => statuses.push(status));
    expect(statuses).toEqual(['lost', 'unknown']);
  });

  it('joins a reply that has ended: ids are never used twice', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf();
      const again = cold('S|', reply);
      expectObservable(relay.start('id', cold('S|', reply))).toBe('(s|)', values);
      expectObservable(at(5, () => relay.start('id', again))).toBe('-----(t|)', values);
      expectSubscriptions(again.subscriptions).toBe([]);
    });
  });
});

describe('attach', () => {
  it('emits events as they arrive, and completes with the reply', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      const source = cold('                        -S-B-a-b-E-D-X|', reply);
      expectObservable(relay.start('id', source)).toBe('(s|)', values);
      expectObservable(events(relay.attach('id'))).toBe('-S-B-a-b-E-D-X|', values);
    });
  });

  it('joins the events that a reader missed, then emits singly', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      const source = cold('                        S-B-a-b---------c-E-D-X|', pieces);
      const expected = '                           --------(SBj)---c-E-D-X|';
      expectObservable(relay.start('id', source)).toBe('(s|)', values);
      expectObservable(at(8, () => events(relay.attach('id')))).toBe(expected, values);
    });
  });

  it('joins a reply that ended before', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      expectObservable(relay.start('id', cold('(SBabEDX|)', pieces))).toBe('(s|)', values);
      expectObservable(at(9, () => events(relay.attach('id')))).toBe('---------(SBjEDX|)', values);
    });
  });

  it('joins in pieces of bounded size', () => {
    marbles(({ flush }) => {
      const relay = relayOf();
      const piece = text(0, 'x'.repeat(1_000));
      relay.start('id', concat(of(reply.S, reply.B), range(600).pipe(map(() => piece)), of(reply.E))).subscribe();
      const sizes: number[] = [];
      timer(5)
        .pipe(mergeMap(() => relay.attach('id')))
        .subscribe(({ event }) => sizes.push(JSON.stringify(event).length));
      flush();
      expect(sizes.length).toBeLessThan(10);
      // A piece is closed when it is over 256 KiB: it may exceed that by one entry.
      expect(Math.max(...sizes)).toBeLessThan((256 + 65) * 1024);
      expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThan(600_000);
    });
  });

  it('continues after an id, also one inside an entry', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      const source = cold('                        (SBab)--------c-E-D-X|', pieces);
      expectObservable(relay.start('id', source)).toBe('(s|)', values);
      expectObservable(at(8, () => events(relay.attach('id', { after: '1-3' })))).toBe(
        '--------b-----c-E-D-X|',
        values,
      );
      expectObservable(at(8, () => events(relay.attach('id', { after: '1-4' })))).toBe(
        '--------------c-E-D-X|',
        values,
      );
    });
  });

  it('emits each event with its id, and joined events with the id of the last', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      const ids = (attached$: Observable<RelayedEvent>) => attached$.pipe(map(({ id }) => id));
      expectObservable(relay.start('id', cold('S-B-a-b-------|', pieces))).toBe('(s|)', values);
      const expected = '                         --------(xyz)-|';
      expectObservable(at(8, () => ids(relay.attach('id')))).toBe(expected, { x: '1-1', y: '1-2', z: '1-4' });
    });
  });

  it('waits while a reader is paused, and joins the events that it missed', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const relay = relayOf();
      const source = cold('  S-B-a-b-c-----E-D-X|', pieces);
      const paused$ = hot('  ---p--------r-------', { p: true, r: false });
      const quick = '        S-B-a-b-c-----E-D-X|';
      expectObservable(relay.start('id', source)).toBe('(s|)', values);
      expectObservable(events(relay.attach('id', { paused$ }))).toBe('S-B---------l-E-D-X|', {
        ...values,
        l: text(0, 'abc'),
      });
      expectObservable(events(relay.attach('id'))).toBe(quick, values);
    });
  });

  it('does not stop the reply when every reader unsubscribes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf();
      const source = cold('                                       S-B-a-b-E-D-X|', pieces);
      expectObservable(relay.start('id', source)).toBe('          (s|)', values);
      expectObservable(events(relay.attach('id')), '              ^--!').toBe('S-B', values);
      expectSubscriptions(source.subscriptions).toBe('            ^------------!');
    });
  });

  it('errors with the error of the reply, of its class', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      const error = { type: 'error', error: { type: 'overloaded_error', message: 'Busy' } };
      const busy = new OverloadedError('529 overloaded_error: Busy', { status: 529, type: 'overloaded_error', error });
      expectObservable(relay.start('id', cold('S-#', pieces, busy))).toBe('(s|)', values);
      const restored$ = events(relay.attach('id')).pipe(
        catchError((error: unknown) => of(error instanceof OverloadedError && [error.status, error.message])),
      );
      expectObservable(restored$).toBe('S-(e|)', { ...values, e: [529, expect.stringContaining('Busy')] });
    });
  });

  it('errors with UnknownStreamError for an unknown reply', () => {
    marbles(({ expectObservable }) => {
      expectObservable(relayOf().attach('id')).toBe('#', {}, new UnknownStreamError('id'));
    });
  });

  it('errors two leases later for an id that a running reply lacks', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      const source = cold('S 99ms B 99ms a 99ms b 99ms c 99ms a 99ms a 99ms a 99ms |', pieces);
      expectObservable(relay.start('id', source)).toBe('(s|)', values);
      const lost = new LogLostError('id', 'it has no event 7-9');
      expectObservable(at(50, () => relay.attach('id', { after: '7-9' }))).toBe('700ms #', {}, lost);
    });
  });

  it.each<[string, () => unknown, string]>([
    ['a cursor', () => relayOf().attach('id', { after: 'end' }), 'attach: after: is a string; pass the id of an event'],
    ['an id', () => relayOf().attach(7 as never), 'attach: id: is 7; pass a string'],
    [
      'a pause',
      () => relayOf().attach('id', { paused$: true as never }),
      'attach: paused$: is true; pass an Observable',
    ],
    ['the id of a start', () => relayOf().start(undefined as never, NEVER), 'start: id: is missing; pass a string'],
    ['events', () => relayOf().start('id', {} as never), 'start: events$: is an object; pass an Observable'],
  ])('refuses a wrong value for %s immediately', (_, call, message) => {
    expect(call).toThrow(InvalidOptionsError);
    expect(call).toThrow(message);
  });

  it('reports once that it is open, before the first event', () => {
    marbles(({ cold, flush }) => {
      const relay = relayOf();
      const seen: string[] = [];
      relay.start('id', cold('S-B-a|', pieces)).subscribe();
      relay.attach('id', { onOpen: () => seen.push('open') }).subscribe(({ id }) => seen.push(id));
      flush();
      expect(seen).toEqual(['open', '1-1', '1-2', '1-3']);
    });
  });
});

describe('stop', () => {
  it('closes the source and completes every reader', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf();
      const source = cold('                                      S-B-a-b-E-D-X|', pieces);
      expectObservable(relay.start('id', source)).toBe('         (s|)', values);
      expectObservable(events(relay.attach('id'))).toBe('        S-B-a|', values);
      expectObservable(at(5, () => relay.stop('id'))).toBe('     -----|');
      expectSubscriptions(source.subscriptions).toBe('           ^----!');
      expectObservable(at(9, () => relay.status('id'))).toBe('   ---------(s|)', { s: 'stopped' });
      expectObservable(at(9, () => events(relay.attach('id')))).toBe('---------(SBa|)', values);
    });
  });

  it('may be called again, and after the end, which does not change', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      expectObservable(relay.start('id', cold('S|', pieces))).toBe('(s|)', values);
      const twice$ = at(5, () => concat(relay.stop('id'), relay.stop('id'), relay.status('id')));
      expectObservable(twice$).toBe('-----(c|)', { c: 'complete' });
    });
  });

  it('errors with UnknownStreamError for an unknown reply', () => {
    marbles(({ expectObservable }) => {
      expectObservable(relayOf().stop('id')).toBe('#', {}, new UnknownStreamError('id'));
    });
  });
});

describe('deleteReply', () => {
  it('stops the reply and drops its events', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf();
      const source = cold('                                           S-B-a-b-E-D-X|', pieces);
      expectObservable(relay.start('id', source)).toBe('              (s|)', values);
      expectObservable(at(5, () => relay.deleteReply('id'))).toBe('   -----|');
      expectSubscriptions(source.subscriptions).toBe('                ^----!');
      expectObservable(at(9, () => relay.status('id'))).toBe('        ---------(u|)', { u: 'unknown' });
      expectObservable(at(9, () => relay.attach('id'))).toBe('        ---------#', {}, new UnknownStreamError('id'));
      const refused$ = at(9, () => relay.start('id', source));
      expectObservable(refused$).toBe('                               ---------#', {}, new UnknownStreamError('id'));
    });
  });
});

describe('status and context', () => {
  it('emit the status and the context of a known reply', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf();
      const context = { user: 'Ada' };
      expectObservable(relay.start('id', cold('S---|', pieces), context)).toBe('(s|)', values);
      expectObservable(at(2, () => concat(relay.status('id'), relay.context('id')))).toBe('--(rc|)', {
        r: 'running',
        c: context,
      });
      expectObservable(at(6, () => relay.status('id'))).toBe('------(c|)', { c: 'complete' });
      expectObservable(relay.context('another')).toBe('#', {}, new UnknownStreamError('another'));
    });
  });
});

describe('onIdle', () => {
  it('stops a reply that has been without readers for onIdle', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf({ onIdle: { stopAfter: 500 } });
      const source = cold('S 5000ms |', pieces);
      expectObservable(relay.start('id', source)).toBe('(s|)', values);
      expectObservable(relay.attach('id').pipe(ignoreElements()), '^ 999ms !').toBe('-');
      // A sweep each 100 ms: the first without a reader is at 1,000 ms or just after.
      expectSubscriptions(source.subscriptions).toBe('^ 1499ms !');
    });
  });
});

describe('a log that refuses events for more than five minutes', () => {
  it('has all events and one end later', () => {
    marbles(({ cold, expectSubscriptions, flush }) => {
      const log = memoryLog();
      const lease = 10_000;
      const isDown = () => asyncScheduler.now() > 10 && asyncScheduler.now() < 340_000;
      const append: typeof log.append = (...args) =>
        isDown() ? throwError(() => new Error('READONLY')) : log.append(...args);
      const relay = relayOf({ log: { ...log, append }, lease });
      const other = relayOf({ log, lease });
      const source = cold('S 19ms B 500s a|', pieces);
      relay.start('id', source).subscribe();
      const seen: string[] = [];
      other.attach('id').subscribe({
        next: ({ event }) => seen.push(event.type),
        error: (error: unknown) => seen.push((error as Error).name),
      });
      expectSubscriptions(source.subscriptions).toBe('^ 300569ms !');
      flush();
      expect(seen).toEqual(['message_start', 'content_block_start', 'ProducerLostError']);
    });
  });
});

describe('onIdle and readers between two sweeps', () => {
  it('counts from the time at which the last reader left', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf({ onIdle: { stopAfter: 150 } });
      const source = cold('S 5000ms |', pieces);
      expectObservable(relay.start('id', source)).toBe('(s|)', values);
      // A sweep each 100 ms, and a reader in each gap until 1 s.
      for (let frame = 30; frame < 1_000; frame += 100) {
        at(frame, () => relay.attach('id').pipe(takeUntil(timer(50)))).subscribe();
      }
      // The last reader leaves at 980 ms.
      expectSubscriptions(source.subscriptions).toBe('^ 1199ms !');
    });
  });
});

describe('a memoryLog that running replies fill', () => {
  const pieceOf = (length: number) => text(0, 'x'.repeat(length));

  it('keeps a reply until its live readers have the end', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf({ log: memoryLog({ maxBytes: 4_000 }) });
      const ending = '  S-B-a-b-E-D-X|';
      const growing = ' -p-p-p-p-p-p----p|';
      expectObservable(relay.start('ending', cold(ending, pieces), 'x'.repeat(2_000))).toBe('(s|)', values);
      relay.start('growing', cold(growing, { p: pieceOf(500) })).subscribe();
      expectObservable(events(relay.attach('ending'))).toBe(ending, values);
      expectObservable(at(14, () => relay.status('ending'))).toBe('--------------(c|)', { c: 'complete' });
      expectObservable(at(18, () => relay.status('ending'))).toBe('------------------(u|)', { u: 'unknown' });
    });
  });

  it('may get an id again, but a reader of the dropped reply never gets the new one', () => {
    marbles(({ cold, expectObservable }) => {
      const relay = relayOf({ log: memoryLog({ maxStreams: 1 }) });
      const start = (id: string) => relay.start(id, cold('(SBabEDX|)', pieces));
      expectObservable(start('id')).toBe('(s|)', values);
      expectObservable(at(10, () => start('other'))).toBe('----------(s|)', values);
      expectObservable(at(20, () => start('id'))).toBe('--------------------(s|)', values);
      const problem = 'it was taken over after event 0, but event 3 had already arrived';
      const rest$ = at(30, () => relay.attach('id', { after: '1-3' }));
      expectObservable(rest$).toBe('------------------------------#', {}, new LogLostError('id', problem));
    });
  });

  it('never gets a dropped reply again', () => {
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const log = memoryLog();
      // The end of this reply evicts it, as a log of your own may do.
      const append: typeof log.append = (id, expected, entry) =>
        entry.kind === 'end' ? of('' as const) : log.append(id, expected, entry);
      const seen: string[] = [];
      const dropping = {
        ...log,
        append: (...args: Parameters<typeof log.append>) => {
          seen.push(args[2].kind);
          return append(...args);
        },
      };
      const source = cold('S-B|', pieces);
      expectObservable(relayOf({ log: dropping }).start('id', source)).toBe('(s|)', values);
      expectSubscriptions(source.subscriptions).toBe('^--!');
      flush();
      expect(seen).toEqual(['open', 'events', 'events', 'end']);
    });
  });
});

describe('close', () => {
  it('ends the replies of this process immediately, and sends its readers elsewhere', async () => {
    const log = memoryLog();
    const relay = createRelay({ log });
    const other = createRelay({ log });
    const upstream$ = new Subject<typeof reply.S>();
    const seen: unknown[] = [];
    relay.start('own', upstream$).subscribe();
    other.start('foreign', NEVER).subscribe();
    relay.attach('own').subscribe({ error: (error: unknown) => seen.push((error as Error).name) });
    relay.attach('foreign').subscribe({ error: (error: unknown) => seen.push((error as Error).name) });
    await relay.close();
    expect(seen).toEqual(['ProducerLostError', 'RelayClosedError']);
    expect(upstream$.observed).toBe(false);
    const statuses: string[] = [];
    merge(other.status('own'), other.status('foreign')).subscribe((status) => statuses.push(status));
    expect(statuses).toEqual(['lost', 'running']);
    await other.close();
  });

  it('resolves each call when the log has the ends', async () => {
    const log = memoryLog();
    const answered$ = new Subject<void>();
    const append$ = (...args: Parameters<typeof log.append>) =>
      args[2].kind === 'end' ? answered$.pipe(switchMap(() => log.append(...args))) : log.append(...args);
    const relay = relayOf({ log: { ...log, append: append$ } });
    relay.start('id', NEVER).subscribe();
    const seen: string[] = [];
    const closed = [relay.close(), relay.close()].map((done) => done.then(() => seen.push('closed')));
    await new Promise(setImmediate);
    seen.push('answer');
    answered$.next();
    answered$.complete();
    await Promise.all(closed);
    expect(seen).toEqual(['answer', 'closed', 'closed']);
  });

  it('settles a pending start, and ends its reply', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const log = memoryLog();
      const append$ = (...args: Parameters<typeof log.append>) => timer(2).pipe(mergeMap(() => log.append(...args)));
      const relay = relayOf({ log: { ...log, append: append$ } });
      const source = cold('                                 --S|', reply);
      expectObservable(relay.start('id', source)).toBe('    --(s|)', values);
      timer(1).subscribe(() => void relay.close());
      expectSubscriptions(source.subscriptions).toBe('      --(^!)');
      const status$ = at(9, () => relayOf({ log }).status('id'));
      expectObservable(status$).toBe('                      ---------(l|)', { l: 'lost' });
    });
  });

  it('errors with RelayClosedError for calls that wait for an unreachable log', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const relay = relayOf({ log: { ...memoryLog(), append: () => NEVER, top: () => NEVER, read: () => NEVER } });
      const source = cold('S|', reply);
      const expected = '5000ms #';
      expectObservable(relay.start('id', source)).toBe(expected, {}, new RelayClosedError());
      expectObservable(relay.stop('id')).toBe(expected, {}, new RelayClosedError());
      expectObservable(relay.deleteReply('id')).toBe(expected, {}, new RelayClosedError());
      expectObservable(relay.status('id')).toBe(expected, {}, new RelayClosedError());
      expectObservable(relay.context('id')).toBe(expected, {}, new RelayClosedError());
      expectObservable(relay.attach('id')).toBe(expected, {}, new RelayClosedError());
      timer(0).subscribe(() => void relay.close());
      expectSubscriptions(source.subscriptions).toBe([]);
    });
  });

  it('errors later calls with RelayClosedError', () => {
    marbles(({ expectObservable }) => {
      const relay = relayOf();
      void relay.close();
      expectObservable(relay.start('id', of(reply.S))).toBe('#', {}, new RelayClosedError());
      expectObservable(relay.attach('id')).toBe('#', {}, new RelayClosedError());
      expectObservable(relay.status('id')).toBe('#', {}, new RelayClosedError());
    });
  });
});

it('keeps no timer without replies and readers', () => {
  marbles(({ cold, flush }) => {
    const relay = relayOf();
    relay.start('id', cold('S|', pieces)).subscribe();
    flush();
    // An interval that nobody stops would keep virtual time from ever ending.
    expect(asyncScheduler.now()).toBeLessThan(10_000);
  });
});

it('limits a lease to the longest timer', async () => {
  const scheduler = new VirtualTimeScheduler(undefined, 0);
  const relay = createRelay({ lease: 2 ** 40, scheduler });
  relay.start('id', NEVER).subscribe();
  scheduler.flush();
  const renewal = Math.max(...scheduler.actions.map(({ delay }) => delay));
  expect(renewal).toBeCloseTo((2 ** 31 - 1) / 3);
  const closed = relay.close();
  scheduler.maxFrames = Infinity;
  scheduler.flush();
  await closed;
});

it.each([
  [{ lease: 0 }, 'lease'],
  [{ lease: Infinity }, 'lease'],
  [{ onIdle: { stopAfter: -1 } }, 'onIdle'],
  [{ log: {} as never }, 'log'],
  [{ recover: 'yes' as never }, 'recover'],
])('refuses invalid options: %j', (options, name) => {
  expect(() => createRelay(options)).toThrow(`createRelay: ${name}`);
});
