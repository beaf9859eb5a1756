import { describe, expect, it } from '@jest/globals';
import {
  concat,
  defer,
  delay,
  filter,
  interval,
  map,
  type Observable,
  of,
  range,
  Subject,
  switchMap,
  take,
  timer,
} from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { createRelay, memoryLog, type RelayedEvent, relayHandler, type RelayLog } from '../../lib/relay/index.ts';
import { blockStop, text, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { params } from '../support/params.ts';
import { FrailLog } from './frail-log.ts';
import { allow, key } from './proxy.ts';
import { HandWrittenReply } from './relay-server.ts';

/** Faults that users of other relays reported, one spec each. */

const lease = 300;
const count = 50;
const pieces = Array.from({ length: count }, (_, i) => `${i} `);
/** A piece each 10 ms. */
const whole$ = concat(
  of(messageStart(), textStart(0)),
  interval(10).pipe(
    take(count),
    map((i) => text(0, pieces[i]!)),
  ),
  of(blockStop(0), messageDelta(), messageStop),
);

function record(attached$: Observable<RelayedEvent>) {
  const seen = { text: '', end: undefined as string | undefined };
  attached$.subscribe({
    next: ({ event }) => {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') seen.text += event.delta.text;
    },
    error: (error: unknown) => (seen.end = (error as Error).name),
    complete: () => (seen.end = 'complete'),
  });
  return seen;
}
const complete = { text: pieces.join(''), end: 'complete' };
const inVirtualTime = (test: () => () => void) => {
  marbles(({ flush }) => {
    const check = test();
    flush();
    check();
  });
};

describe('events that arrive while a reader begins to follow', () => {
  it.each([0, 5, 15, 100])('are not missed when following takes %d ms', (ms) => {
    inVirtualTime(() => {
      const shared = memoryLog();
      const slow: RelayLog = {
        ...shared,
        watch: (id) => timer(ms).pipe(switchMap(() => shared.watch(id))),
        top: (id) => shared.top(id).pipe(delay(ms)),
        read: (...args) => shared.read(...args).pipe(delay(ms)),
      };
      createRelay({ log: shared, lease }).start('id', whole$).subscribe();
      const seen: unknown[] = [];
      timer(50).subscribe(() => seen.push(record(createRelay({ log: slow, lease }).attach('id'))));
      return () => expect(seen).toEqual([complete]);
    });
  });
});

describe('a lost end', () => {
  const without = (log: RelayLog, isLost: (kind: string) => boolean): RelayLog => ({
    ...log,
    watch: (id) => log.watch(id).pipe(filter((hint) => hint === 'look' || !isLost(hint.entry.kind))),
  });

  it.each<[string, (kind: string) => boolean]>([
    ['of the end', (kind) => kind === 'end'],
    ['of every event', () => true],
  ])('keeps no reader open: the sweep finds the end when the message %s is lost', (_, isLost) => {
    inVirtualTime(() => {
      const log = memoryLog();
      createRelay({ log, lease }).start('id', whole$).subscribe();
      const seen = record(createRelay({ log: without(log, isLost), lease }).attach('id'));
      return () => expect(seen).toEqual(complete);
    });
  });
});

describe('two producers of one id', () => {
  it('are one: of many that start together on many machines, one subscribes to its source', () => {
    inVirtualTime(() => {
      const log = memoryLog();
      const late: RelayLog = { ...log, append: (...args) => timer(1).pipe(switchMap(() => log.append(...args))) };
      const how: string[] = [];
      let subscribed = 0;
      for (let i = 0; i < 8; i++) {
        const source$ = defer(() => {
          subscribed += 1;
          return whole$;
        });
        createRelay({ log: late, lease })
          .start('id', source$)
          .subscribe((started) => how.push(started));
      }
      const seen = record(timer(20).pipe(switchMap(() => createRelay({ log, lease }).attach('id'))));
      return () => {
        expect(how.sort()).toEqual([...Array.from({ length: 7 }, () => 'joined'), 'started']);
        expect(subscribed).toBe(1);
        expect(seen).toEqual(complete);
      };
    });
  });
});

describe('a reused id', () => {
  it('joins the reply of that id, also after its end, and never subscribes to the second source', () => {
    inVirtualTime(() => {
      const relay = createRelay({ lease });
      const second$ = new Subject<typeof reply.S>();
      relay.start('id', whole$).subscribe();
      const how: string[] = [];
      timer(1_000)
        .pipe(switchMap(() => relay.start('id', second$)))
        .subscribe((started) => how.push(started, String(second$.observed)));
      const seen = record(timer(1_001).pipe(switchMap(() => relay.attach('id'))));
      return () => {
        expect(how).toEqual(['joined', 'false']);
        expect(seen).toEqual(complete);
      };
    });
  });

  it('never happens by chance: an id that a relay makes has 128 random bits', async () => {
    const api = new HandWrittenReply();
    const relay = createRelay();
    const client = new AnthropicClient({ apiKey: key, fetch: api.fetch, logLevel: 'off' });
    const handler = relayHandler(relay, { client, allow, authorize: 'everyone' });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) };
    const ids = new Set<string | null>();
    for (let i = 0; i < 20; i++) {
      const response = await handler(new Request('https://page.example/replies', init));
      ids.add(response.headers.get('location'));
      await response.body?.cancel();
    }
    expect(ids.size).toBe(20);
    for (const id of ids) expect(id).toMatch(/^\/replies\/[0-9a-f]{32}$/);
    await relay.close();
  });
});

describe('catch-up', () => {
  it('arrives in frames of bounded size: 10 MB, one delta per block in each frame', () => {
    inVirtualTime(() => {
      const relay = createRelay({ lease });
      const piece = text(0, 'x'.repeat(10_000));
      const large$ = concat(
        of(messageStart(), textStart(0)),
        range(1_000).pipe(map(() => piece)),
        of(blockStop(0), messageDelta(), messageStop),
      );
      relay.start('id', large$).subscribe();
      const sizes: number[] = [];
      timer(10)
        .pipe(switchMap(() => relay.attach('id')))
        .subscribe(({ event }) => sizes.push(JSON.stringify(event).length));
      return () => {
        expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThan(10_000_000);
        // A frame ends with the entry that makes it larger than 256 KiB; an entry has at most 64 KiB and one event.
        expect(Math.max(...sizes)).toBeLessThan((256 + 64) * 1024 + 20_000);
        expect(sizes.length).toBeLessThan(60);
      };
    });
  });

  it('does not wait for a slow reader: the producer and other readers continue', () => {
    inVirtualTime(() => {
      const relay = createRelay({ lease });
      relay.start('id', whole$).subscribe();
      const slow = record(relay.attach('id', { paused$: concat(of(true), timer(5_000).pipe(map(() => false))) }));
      const quick = record(relay.attach('id'));
      const early: unknown[] = [];
      timer(600).subscribe(() => early.push({ ...quick }, { ...slow }));
      return () => {
        expect(early).toEqual([complete, { text: '', end: undefined }]);
        expect(slow).toEqual(complete);
      };
    });
  });
});

describe('an abort', () => {
  it.each([
    ['of the request that started it', 'POST'],
    ['of a reader', 'GET'],
  ])('%s is not taken for a stop', async (_, method) => {
    const api = new HandWrittenReply();
    const relay = createRelay();
    const client = new AnthropicClient({ apiKey: key, fetch: api.fetch, logLevel: 'off' });
    const handler = relayHandler(relay, { client, allow, authorize: 'everyone' });
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'reply-of-this-very-test-1' };
    const leaving = new AbortController();
    const stays = new AbortController().signal;
    const post = (signal: AbortSignal) =>
      handler(
        new Request('https://page.example/replies', { method: 'POST', headers, body: JSON.stringify(params), signal }),
      );
    const get = (signal: AbortSignal) =>
      handler(new Request('https://page.example/replies/reply-of-this-very-test-1', { signal }));
    const first = await post(method === 'POST' ? leaving.signal : stays);
    const second = await get(method === 'GET' ? leaving.signal : stays);
    api.send(reply.S, reply.B);
    leaving.abort();
    await (method === 'POST' ? first : second).body?.cancel();
    api.send(reply.a, reply.E, reply.D, reply.X);
    api.end();
    const rest = await (method === 'POST' ? second : first).text();
    expect(rest).toContain('{"type":"relay_end","end":"complete"}');
    await relay.close();
  });
});

describe('a zombie', () => {
  it('writes nothing into a reply that another process took over', () => {
    inVirtualTime(() => {
      const shared = new FrailLog('id');
      const [zombie, other] = [shared.connect(), shared.connect()];
      const recovered$ = concat(
        of(messageStart(), textStart(0), text(0, 'rest')),
        of(blockStop(0), messageDelta(), messageStop),
      );
      const source$ = new Subject<ReturnType<typeof text>>();
      createRelay({ log: zombie.log, lease })
        .start('id', concat(of(messageStart(), textStart(0), text(0, 'kept, ')), source$))
        .subscribe();
      const relay = createRelay({ log: other.log, lease, recover: () => recovered$ });
      const live = record(relay.attach('id'));
      timer(400).subscribe(() => zombie.freeze());
      // It was stopped in the middle of its work, and has more of it when it wakes up.
      timer(500).subscribe(() => source$.next(text(0, 'never seen')));
      timer(2_000).subscribe(() => zombie.thaw());
      timer(2_001).subscribe(() => expect(source$.observed).toBe(false));
      const late = record(timer(3_000).pipe(switchMap(() => relay.attach('id'))));
      return () => {
        expect(live).toEqual({ text: 'kept, rest', end: 'complete' });
        expect(late).toEqual(live);
      };
    });
  });
});

describe('no reader stays open for ever', () => {
  it.each<[string, string, (world: ReturnType<typeof worldOf>) => void]>([
    ['its process is killed', 'ProducerLostError', ({ producer }) => producer.freeze()],
    [
      'its process is killed and the log wiped',
      'LogLostError',
      ({ producer, shared }) => {
        producer.freeze();
        shared.setBack(0);
      },
    ],
    ['its own process closes', 'RelayClosedError', ({ relay }) => void relay.close()],
    ['the reply is deleted', 'complete', ({ relay }) => void relay.deleteReply('id').subscribe()],
    ['the reply is stopped', 'complete', ({ relay }) => void relay.stop('id').subscribe()],
  ])('when %s', (_, end, fault) => {
    inVirtualTime(() => {
      const world = worldOf();
      timer(255).subscribe(() => fault(world));
      timer(20_000).subscribe(() => world.producer.thaw());
      return () => expect(world.seen.end).toBe(end);
    });
  });

  function worldOf() {
    const shared = new FrailLog('id');
    const [producer, reader] = [shared.connect(), shared.connect()];
    const endless$ = concat(
      of(messageStart(), textStart(0)),
      interval(10).pipe(
        map((i) => text(0, `${i} `)),
        take(1_000),
      ),
    );
    createRelay({ log: producer.log, lease }).start('id', endless$).subscribe();
    const relay = createRelay({ log: reader.log, lease });
    return { shared, producer, relay, seen: record(relay.attach('id')) };
  }
});
