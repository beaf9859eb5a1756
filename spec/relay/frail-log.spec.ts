import { describe, expect, it } from '@jest/globals';
import {
  asyncScheduler,
  concat,
  defer,
  finalize,
  ignoreElements,
  interval,
  map,
  NEVER,
  merge,
  type Observable,
  of,
  type SchedulerLike,
  Subject,
  switchMap,
  take,
  takeUntil,
  timer,
} from 'rxjs';
import type { BetaMessage, MessageStreamEvent } from '../../lib/index.ts';
import { createRelay, type RelayedEvent, type RelayLog, type RelayOptions } from '../../lib/relay/index.ts';
import { blockStop, text, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { FrailLog } from './frail-log.ts';

const lease = 300;
/** A reply of `count` pieces, one each 10 ms. */
const pieces = (count: number, from = 0) =>
  interval(10).pipe(
    take(count),
    map((i) => text(0, `${from + i} `)),
  );
const whole = (count: number): Observable<MessageStreamEvent> =>
  concat(of(messageStart(), textStart(0)), pieces(count), of(blockStop(0), messageDelta(), messageStop));

/** What a reader received, text joined, and how it ended. */
function record(attached$: Observable<RelayedEvent>) {
  const seen = { text: '', ids: [] as string[], end: undefined as string | undefined };
  const subscription = attached$.subscribe({
    next: ({ id, event }) => {
      seen.ids.push(id);
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') seen.text += event.delta.text;
    },
    error: (error: unknown) => (seen.end = (error as Error).name),
    complete: () => (seen.end = 'complete'),
  });
  return Object.assign(seen, { leave: () => subscription.unsubscribe() });
}
const textOf = (count: number) => Array.from({ length: count }, (_, i) => `${i} `).join('');

/** Three processes on one log, in virtual time. */
function run(test: (world: ReturnType<typeof worldOf>) => void): void {
  marbles(({ flush }) => {
    const world = worldOf();
    test(world);
    flush();
    world.check.forEach((check) => check());
  });
}
function worldOf() {
  const shared = new FrailLog('id');
  const check: (() => void)[] = [];
  const join = (options: RelayOptions = {}) => {
    const connection = shared.connect();
    return { ...connection, relay: createRelay({ log: connection.log, lease, ...options }) };
  };
  return {
    shared,
    join,
    check,
    /** Does something at a time, in ms. */
    at: (ms: number, work: () => void) => timer(ms).subscribe(work),
    finally: (work: () => void) => check.push(work),
  };
}

describe('a log that is set back', () => {
  it('receives its lost entries again, so that a late reader misses nothing', () => {
    run(({ shared, join, at, finally: then }) => {
      const [producer, other] = [join(), join()];
      producer.relay.start('id', whole(50)).subscribe();
      const near = record(producer.relay.attach('id'));
      const far = record(other.relay.attach('id'));
      at(255, () => shared.setBack(8));
      at(900, () => {
        const late = record(other.relay.attach('id'));
        then(() => expect([late.text, late.end]).toEqual([textOf(50), 'complete']));
      });
      then(() => {
        expect([near.text, near.end]).toEqual([textOf(50), 'complete']);
        expect([far.text, far.end]).toEqual([textOf(50), 'complete']);
      });
    });
  });

  it('ends with an error for a reader that is ahead in an epoch that the log has lost', () => {
    run(({ shared, join, at, finally: then }) => {
      const recover = () => concat(of(messageStart(), textStart(0)), pieces(500, 30));
      const [producer, other] = [join(), join({ recover })];
      producer.relay.start('id', whole(50)).subscribe();
      const reader = record(other.relay.attach('id'));
      at(305, () => producer.freeze());
      // The other process has taken the reply over, with ids of its own.
      at(1_200, () => other.freeze());
      at(1_250, () => shared.setBack(10));
      at(1_300, () => producer.thaw());
      at(2_000, () => other.thaw());
      then(() => {
        expect(reader.text.startsWith(textOf(30))).toBe(true);
        expect(reader.end).toBe('LogLostError');
      });
    });
  });

  it('ends with that error within three leases, however long the reply runs', () => {
    run(({ shared, join, at, finally: then }) => {
      const recover = () => concat(of(messageStart(), textStart(0)), pieces(500, 30));
      const [producer, other] = [join(), join({ recover })];
      producer.relay.start('id', whole(500)).subscribe();
      record(other.relay.attach('id'));
      at(305, () => producer.freeze());
      at(1_100, () => {
        const reader = record(join().relay.attach('id'));
        const ends: unknown[] = [];
        at(1_850 - 1_100, () => ends.push(reader.end));
        at(2_150 - 1_100, () => ends.push(reader.end));
        then(() => expect(ends).toEqual([undefined, 'LogLostError']));
      });
      at(1_200, () => other.freeze());
      at(1_250, () => {
        shared.setBack(10);
        producer.thaw();
      });
      at(3_000, () => other.thaw());
    });
  });

  it('has one reply after it lost the beginning, although the same id was started again', () => {
    run(({ shared, join, at, finally: then }) => {
      const [first, second] = [join(), join()];
      const open = { first: false, second: false };
      const watched = (name: keyof typeof open, from: number) =>
        defer(() => {
          open[name] = true;
          return concat(
            of(messageStart(), textStart(0)),
            pieces(50, from),
            of(blockStop(0), messageDelta(), messageStop),
          );
        }).pipe(finalize(() => (open[name] = false)));
      first.relay.start('id', watched('first', 0)).subscribe();
      const readers = [first, second].map(({ relay }) => record(relay.attach('id')));
      at(105, () => first.freeze());
      at(110, () => shared.setBack(0));
      at(120, () => second.relay.start('id', watched('second', 1_000)).subscribe());
      at(200, () => first.thaw());
      at(310, () => expect(open).toEqual({ first: false, second: true }));
      // They have read a beginning that is not that of the second reply.
      then(() =>
        expect(readers.map(({ text, end }) => [text, end])).toEqual(Array(2).fill([textOf(10), 'LogLostError'])),
      );
      at(2_000, () => {
        const late = record(first.relay.attach('id'));
        const pieceOf = (i: number) => `${1_000 + i} `;
        then(() =>
          expect([late.text, late.end]).toEqual([
            Array.from({ length: 50 }, (_, i) => pieceOf(i)).join(''),
            'complete',
          ]),
        );
      });
    });
  });

  it.each([
    ['the end', 12],
    ['the end and events', 5],
  ])('receives %s again that it lost just after the append', (_, kept) => {
    run(({ shared, join, at, finally: then }) => {
      const producer = join();
      producer.relay.start('id', whole(10)).subscribe();
      at(200, () => shared.setBack(kept));
      at(900, () => {
        const late = record(producer.relay.attach('id'));
        then(() => expect([late.text, late.end]).toEqual([textOf(10), 'complete']));
      });
    });
  });

  it.each<[string, number, string]>([
    ['lost', 600, 'ProducerLostError'],
    ['stopped', 0, 'complete'],
  ])('receives the end again by which another process declared the reply %s', (how, frozenFor, end) => {
    run(({ shared, join, at, finally: then }) => {
      const [producer, other] = [join(), join()];
      producer.relay
        .start('id', concat(of(messageStart(), textStart(0)), pieces(60), timer(5_000).pipe(ignoreElements())))
        .subscribe();
      const reader = record(other.relay.attach('id'));
      at(605, () => {
        if (how === 'stopped') other.relay.stop('id').subscribe();
        else producer.freeze();
      });
      at(605 + frozenFor, () => producer.thaw());
      // The opener, the first two events and 60 pieces.
      at(2_500, () => shared.setBack(62));
      at(3_000, () => {
        const late = record(other.relay.attach('id'));
        then(() => expect([late.text, late.end]).toEqual([textOf(60), end]));
      });
      then(() => expect([reader.text, reader.end]).toEqual([textOf(60), end]));
    });
  });

  it('receives the full reply again after it lost all of it', () => {
    run(({ shared, join, at, finally: then }) => {
      const producer = join();
      producer.relay.start('id', whole(50)).subscribe();
      const reader = record(producer.relay.attach('id'));
      at(255, () => shared.setBack(0));
      at(900, () => {
        const late = record(producer.relay.attach('id'));
        then(() => expect([late.text, late.end]).toEqual([textOf(50), 'complete']));
      });
      then(() => expect([reader.text, reader.end]).toEqual([textOf(50), 'complete']));
    });
  });

  it('errors with LogLostError when no process has the reply', () => {
    run(({ shared, join, at, finally: then }) => {
      const [producer, other] = [join(), join()];
      producer.relay.start('id', whole(1_000)).subscribe();
      const reader = record(other.relay.attach('id'));
      at(255, () => {
        producer.freeze();
        shared.setBack(0);
      });
      at(9_000, () => producer.thaw());
      then(() => expect(reader.end).toBe('LogLostError'));
    });
  });

  it('waits until the events of a reader are in the log again', () => {
    run(({ shared, join, at, finally: then }) => {
      const producer = join();
      producer.relay.start('id', whole(50)).subscribe();
      at(255, () => {
        producer.freeze();
        shared.setBack(0);
        const back = record(join().relay.attach('id', { after: '1-5' }));
        const fresh = record(join().relay.attach('id'));
        then(() => {
          expect([back.text, back.end]).toEqual([textOf(50).slice(textOf(3).length), 'complete']);
          expect(fresh.end).toBe('UnknownStreamError');
        });
      });
      at(400, () => producer.thaw());
    });
  });

  it('may get a reply again, so a new reader and a stop wait for it after the log returns', () => {
    run(({ shared, join, at, finally: then }) => {
      const [producer, other] = [join(), join()];
      producer.relay.start('id', whole(100), 'context').subscribe();
      at(255, () => {
        producer.freeze();
        shared.setBack(0);
        const fresh = record(other.relay.attach('id'));
        const contexts: unknown[] = [];
        other.relay.context('id').subscribe((context) => contexts.push(context));
        then(() => expect([fresh.text, fresh.end, contexts]).toEqual([textOf(55), 'complete', ['context']]));
      });
      at(400, () => other.relay.stop('id').subscribe());
      at(460, () => producer.thaw());
    });
  });

  it('counts as unknown what no process has 5 s later', () => {
    run(({ shared, join, at, finally: then }) => {
      const other = join();
      at(255, () => {
        shared.setBack(0);
        const fresh = record(other.relay.attach('id'));
        const errors: string[] = [];
        const note = (error: unknown) => errors.push((error as Error).name);
        other.relay.context('id').subscribe({ error: note });
        other.relay.stop('id').subscribe({ error: note });
        at(4_990, () => then(() => expect(errors).toHaveLength(2)));
        then(() => expect([fresh.end, ...errors]).toEqual(Array(3).fill('UnknownStreamError')));
      });
    });
  });
});

/** A log that does not report when it was away: only an append can notice a loss. */
const silent = (log: RelayLog): RelayLog => ({ ...log, reconnected$: NEVER });
/** A log that leaves the order of entries to their ids alone. */
const uncompared = (log: RelayLog): RelayLog => ({
  ...silent(log),
  append: (id, expected, entry) =>
    expected === '*'
      ? log.append(id, expected, entry)
      : log.top(id).pipe(
          switchMap((top) => log.append(id, top?.cursor ?? '', entry)),
          map(() => entry.cursor),
        ),
});

describe('the comparison with the last entry', () => {
  const lateReader = (wrap: (log: RelayLog) => RelayLog, check: (seen: unknown) => void) =>
    run(({ shared, at, finally: then }) => {
      const relay = createRelay({ log: wrap(shared.connect().log), lease });
      relay.start('id', whole(50)).subscribe();
      at(255, () => shared.setBack(8));
      at(900, () => {
        const late = record(relay.attach('id'));
        then(() => check([late.text, late.end]));
      });
    });

  it('alone completes a log that was set back', () => {
    lateReader(silent, (seen) => expect(seen).toEqual([textOf(50), 'complete']));
  });

  it('is needed: without it, entries are missing permanently', () => {
    lateReader(uncompared, (seen) => expect(seen).toEqual(['0 1 2 3 4 5 ', 'LogLostError']));
  });
});

describe('an append whose answer is lost', () => {
  it('is not repeated', () => {
    run(({ join, at, finally: then }) => {
      const producer = join();
      producer.relay.start('id', whole(30)).subscribe();
      const reader = record(join().relay.attach('id'));
      at(155, () => producer.loseReplies(3));
      then(() => {
        expect([reader.text, reader.end]).toEqual([textOf(30), 'complete']);
        expect(new Set(reader.ids).size).toBe(reader.ids.length);
      });
    });
  });

  it('starts a reply once', () => {
    run(({ join, finally: then }) => {
      const producer = join();
      producer.loseReplies(1);
      const how: string[] = [];
      producer.relay.start('id', whole(5)).subscribe((started) => how.push(started));
      then(() => expect(how).toEqual(['started']));
    });
  });
});

describe('a process that dies', () => {
  it('is noticed within 1.7 leases, with the same error for all readers', () => {
    run(({ join, at, finally: then }) => {
      const [producer, one, two] = [join(), join(), join()];
      producer.relay.start('id', whole(1_000)).subscribe();
      const readers = [record(one.relay.attach('id')), record(two.relay.attach('id'))];
      at(605, () => producer.freeze());
      at(605 + 1.7 * lease, () =>
        expect(readers.map(({ end }) => end)).toEqual(['ProducerLostError', 'ProducerLostError']),
      );
      at(5_000, () => producer.thaw());
      then(() => expect(readers.map(({ text }) => text)).toEqual([textOf(60), textOf(60)]));
    });
  });

  it('is noticed soon, although the clock of the reader was set back', () => {
    run(({ join, at, finally: then }) => {
      let shift = 0;
      const scheduler: SchedulerLike = {
        now: () => asyncScheduler.now() + shift,
        schedule: asyncScheduler.schedule.bind(asyncScheduler),
      };
      const [producer, other] = [join(), join({ scheduler })];
      producer.relay.start('id', whole(1_000)).subscribe();
      const reader = record(other.relay.attach('id'));
      const ends: unknown[] = [];
      at(605, () => {
        shift = -60_000;
        producer.freeze();
      });
      at(605 + 2 * lease, () => ends.push(reader.end));
      at(5_000, () => producer.thaw());
      then(() => expect(ends).toEqual(['ProducerLostError']));
    });
  });

  it('is replaced by exactly one other, which continues at the same place', () => {
    run(({ join, at, finally: then }) => {
      const asked: (BetaMessage | undefined)[] = [];
      const recover = (_: string, partial: BetaMessage | undefined, context: unknown) => {
        asked.push(partial);
        expect(context).toEqual({ model: 'claude-sonnet-5' });
        return concat(of(messageStart(), textStart(0)), pieces(5, 60), of(blockStop(0), messageDelta(), messageStop));
      };
      const [producer, one, two] = [join(), join({ recover }), join({ recover })];
      producer.relay.start('id', whole(1_000), { model: 'claude-sonnet-5' }).subscribe();
      const readers = [record(one.relay.attach('id')), record(two.relay.attach('id'))];
      at(605, () => producer.freeze());
      at(4_000, () => producer.thaw());
      then(() => {
        expect(asked.map((partial) => partial?.content)).toEqual([[{ type: 'text', text: textOf(60) }]]);
        for (const { text, end, ids } of readers) {
          expect([text, end]).toEqual([textOf(65), 'complete']);
          const epochs = [...new Set(ids.map((id) => Number(id.split('-')[0])))];
          expect(epochs).toEqual([1, expect.any(Number)]);
          expect(epochs[1]).toBeGreaterThan(1);
        }
      });
    });
  });

  it('cannot append when it was only stopped and wakes up', () => {
    run(({ join, at, finally: then }) => {
      const recover = () => concat(of(messageStart(), textStart(0)), pieces(50, 60), of(blockStop(0), messageStop));
      const [zombie, other] = [join(), join({ recover })];
      const upstream$ = new Subject<MessageStreamEvent>();
      const source$ = merge(whole(1_000), upstream$);
      zombie.relay.start('id', source$).subscribe();
      const reader = record(other.relay.attach('id'));
      at(605, () => zombie.freeze());
      at(1_300, () => zombie.thaw());
      at(1_320, () => expect(upstream$.observed).toBe(false));
      then(() => {
        expect([reader.text, reader.end]).toEqual([textOf(110), 'complete']);
      });
    });
  });

  it('does not displace a later process whose clock is behind', () => {
    run(({ shared, join, at, finally: then }) => {
      const scheduler: SchedulerLike = {
        now: () => asyncScheduler.now() + 60_000,
        schedule: asyncScheduler.schedule.bind(asyncScheduler),
      };
      const again = (pieces$: Observable<MessageStreamEvent>) => () =>
        concat(of(messageStart(), textStart(0)), pieces$, of(blockStop(0), messageDelta(), messageStop));
      const late = interval(100).pipe(
        take(10),
        map((i) => text(0, `c${i} `)),
      );
      const [first, ahead, last] = [
        join(),
        join({ recover: again(pieces(500, 30)), scheduler }),
        join({ recover: again(late) }),
      ];
      first.relay.start('id', whole(1_000)).subscribe();
      record(ahead.relay.attach('id'));
      at(305, () => first.freeze());
      // The second process has taken the reply over. Then the log loses its epoch and more.
      at(1_200, () => ahead.freeze());
      at(1_250, () => {
        shared.setBack(10);
        const reader = record(last.relay.attach('id'));
        then(() =>
          expect([reader.text, reader.end]).toEqual([
            `${textOf(8)}${Array.from({ length: 10 }, (_, i) => `c${i} `).join('')}`,
            'complete',
          ]),
        );
      });
      at(2_000, () => ahead.thaw());
      at(5_000, () => first.thaw());
    });
  });

  it('begins again when the reply has no content yet', () => {
    run(({ join, at, finally: then }) => {
      const asked: unknown[] = [];
      const recover = (_: string, partial: unknown) => {
        asked.push(partial);
        return whole(3);
      };
      const [producer, other] = [join(), join({ recover })];
      producer.relay
        .start('id', concat(of(messageStart()), timer(60_000).pipe(ignoreElements(), takeUntil(timer(5_000)))))
        .subscribe();
      const reader = record(other.relay.attach('id'));
      at(605, () => producer.freeze());
      at(5_000, () => producer.thaw());
      then(() => {
        expect(asked).toEqual([undefined]);
        expect([reader.text, reader.end]).toEqual([textOf(3), 'complete']);
        expect(reader.ids).toHaveLength(8);
      });
    });
  });

  it('is not taken for dead when the log forgets every lease', () => {
    run(({ shared, join, at, finally: then }) => {
      const [producer, other] = [join(), join()];
      producer.relay.start('id', whole(200)).subscribe();
      const reader = record(other.relay.attach('id'));
      for (const ms of [650, 751, 852, 953]) at(ms, () => shared.setBack(1_000));
      then(() => expect([reader.text, reader.end]).toEqual([textOf(200), 'complete']));
    });
  });
});

describe('stop from another machine', () => {
  it('closes the source immediately, also a silent one', () => {
    run(({ join, at, finally: then }) => {
      const [producer, other] = [join(), join()];
      const upstream$ = new Subject<MessageStreamEvent>();
      producer.relay.start('id', upstream$).subscribe();
      const reader = record(other.relay.attach('id'));
      at(100, () => upstream$.next(reply.S));
      at(200, () => {
        other.relay.stop('id').subscribe();
      });
      at(201, () => expect(upstream$.observed).toBe(false));
      then(() => expect(reader.end).toBe('complete'));
    });
  });

  it('closes the source without a question to the log', () => {
    run(({ join, at, finally: then }) => {
      const [producer, other] = [join(), join()];
      const upstream$ = new Subject<MessageStreamEvent>();
      const observed: boolean[] = [];
      const look = () => observed.push(upstream$.observed);
      producer.relay.start('id', upstream$).subscribe();
      at(100, () => producer.freeze());
      at(199, look);
      at(200, () => {
        other.relay.stop('id').subscribe();
      });
      at(201, look);
      at(202, () => producer.thaw());
      then(() => expect(observed).toEqual([true, false]));
    });
  });

  it('closes the source of the process that took the reply over', () => {
    run(({ join, at, finally: then }) => {
      const recovered$ = new Subject<MessageStreamEvent>();
      const [producer, other, third] = [join(), join({ recover: () => recovered$ }), join()];
      const observed: boolean[] = [];
      const look = () => observed.push(recovered$.observed);
      producer.relay.start('id', pieces(10)).subscribe();
      const reader = record(other.relay.attach('id'));
      at(50, () => producer.freeze());
      at(1_999, look);
      at(2_000, () => {
        third.relay.stop('id').subscribe();
      });
      at(2_001, look);
      at(2_002, () => producer.thaw());
      then(() => expect([...observed, reader.end]).toEqual([true, false, 'complete']));
    });
  });
});

describe('hand-over on close', () => {
  it('lets another process continue a reply', () => {
    run(({ join, at, finally: then }) => {
      const recover = () => concat(of(messageStart(), textStart(0)), pieces(5, 60), of(blockStop(0), messageStop));
      const [producer, other] = [join({ recover }), join({ recover })];
      producer.relay.start('id', whole(1_000)).subscribe();
      const reader = record(other.relay.attach('id'));
      at(605, () => void producer.relay.close());
      then(() => expect([reader.text, reader.end]).toEqual([textOf(65), 'complete']));
    });
  });
});
