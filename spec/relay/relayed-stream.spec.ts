import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  defer,
  EMPTY,
  firstValueFrom,
  lastValueFrom,
  merge,
  type Observable,
  tap,
  toArray,
  VirtualTimeScheduler,
} from 'rxjs';
import {
  conversation,
  finalText,
  IncompleteStreamError,
  MalformedEventError,
  type MessageStreamEvent,
  PermissionDeniedError,
  textDeltas,
  UnknownStreamError,
} from '../../lib/index.ts';
import { relayed, relayedStream, type RelayedStreamOptions } from '../../lib/relay/index.ts';
import { pingFrame } from '../../lib/relay/relay-frames.ts';
import { errorBody } from '../../lib/testing/index.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { FakePage } from '../support/fake-page.ts';
import { params } from '../support/params.ts';
import { settle } from '../support/settle.ts';
import { HandWrittenReply, type RelayServer, startRelayServer } from './relay-server.ts';

const { S, B, a, b, E, D, X } = reply;
const id = 'reply-of-this-very-test-1';

let api: HandWrittenReply;
let server: RelayServer;
/** The requests of the page, and the faults of its next ones. */
let asked: string[];
let faults: ((() => Promise<Response>) | undefined)[];
beforeEach(async () => {
  api = new HandWrittenReply();
  server = await startRelayServer(api.fetch);
  asked = [];
  faults = [];
});
afterEach(() => server.close());

const page: typeof fetch = (url, init) => {
  const after = new Headers(init?.headers).get('last-event-id');
  asked.push(
    `${init?.method} ${(url as string).slice(server.replies.length)}${after === null ? '' : ` after ${after}`}`,
  );
  return faults.shift()?.() ?? fetch(url, init);
};
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise(setImmediate);
};
/** A real response that breaks off after so many frames. */
const cutAfter =
  (count: number, ...[url, init]: Parameters<typeof fetch>) =>
  async () => {
    const response = await fetch(url, init);
    let seen = 0;
    const decoder = new TextDecoder();
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        controller.enqueue(chunk);
        seen += decoder.decode(chunk).split('\n\n').length - 1;
        if (seen > count) controller.error(new Error('cut'));
      },
    });
    return new Response(response.body!.pipeThrough(cut), response);
  };
const client = () => relayed(server.replies, { fetch: page });
const starting = () => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': id },
  body: JSON.stringify({ ...params, stream: true }),
});

describe('relayed', () => {
  it('sends one request and emits the reply', async () => {
    const events = lastValueFrom(client().messages.stream(params, { id }).pipe(toArray()));
    await until(() => api.requests.length === 1);
    api.send(S, B, a, b, E, D, X);
    api.end();
    expect(await events).toEqual([S, B, a, b, E, D, X]);
    expect(asked).toEqual(['POST ']);
    expect(JSON.parse(api.requests[0]!)).toEqual({ ...params, stream: true });
  });

  it('attaches again after the connection broke, and never posts twice', async () => {
    faults = [cutAfter(3, server.replies, starting())];
    const seen: MessageStreamEvent[] = [];
    const done = new Promise<void>((complete) => {
      client()
        .messages.stream(params, { id })
        .subscribe({ next: (event) => seen.push(event), complete });
    });
    await until(() => api.requests.length === 1);
    api.send(S, B, a);
    await until(() => asked.length === 2);
    api.send(b, E, D, X);
    api.end();
    await done;
    expect(seen).toEqual([S, B, a, b, E, D, X]);
    expect(asked).toEqual(['POST ', `GET /${id} after 1-3`]);
    expect(api.requests).toHaveLength(1);
  });

  it('finds a reply whose response was lost', async () => {
    faults = [
      async () => {
        await fetch(server.replies, starting());
        throw new Error('connection reset');
      },
    ];
    const text = lastValueFrom(client().messages.stream(params, { id }).pipe(finalText()));
    await until(() => asked.length === 2);
    api.send(S, B, a, b, E, D, X);
    api.end();
    expect(await text).toBe('ab');
    expect(asked).toEqual(['POST ', `GET /${id}`]);
  });

  describe('with a start of unknown fate', () => {
    beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
    afterEach(() => void jest.restoreAllMocks());

    /** A page whose start fails; `answers` are those to its next requests, and 404 to the others. */
    function open(...answers: ((() => Response) | undefined)[]) {
      const scheduler = new VirtualTimeScheduler();
      const sent: string[] = [];
      const send: typeof fetch = (url, init) => {
        sent.push(`${scheduler.now()} ${init?.method} ${(url as string).slice('/replies'.length)}`);
        if (sent.length === 1) return Promise.reject(new Error('offline'));
        return Promise.resolve(answers.shift()?.() ?? new Response('unknown', { status: 404 }));
      };
      const events: unknown[] = [];
      relayed('/replies', { fetch: send, scheduler, silence: 0 })
        .messages.stream(params, { id })
        .subscribe({ next: (event) => events.push(event), error: (error: unknown) => events.push(String(error)) });
      const pass = async () => {
        for (let turn = 0; turn < 10; turn++) {
          await settle();
          scheduler.flush();
        }
      };
      return { sent, events, pass };
    }

    it('errors with the first failure when the reply does not start within seconds', async () => {
      const { sent, events, pass } = open();
      await pass();
      expect(events).toEqual([expect.stringContaining('offline')]);
      const gets = [250, 750, 1_750, 3_750, 7_750].map((time) => `${time} GET /${id}`);
      expect(sent).toEqual(['0 POST ', ...gets]);
    });

    it('finds a reply that starts later', async () => {
      const events = `id: 1-1\nevent: message_start\ndata: ${JSON.stringify(S)}\n\n`;
      const ending = 'id: end\nevent: relay_end\ndata: {"end":"stopped"}\n\n';
      const opening = open(undefined, undefined, () => new Response(events + ending));
      await opening.pass();
      expect(opening.events).toEqual([S]);
      expect(opening.sent.at(-1)).toBe(`1750 GET /${id}`);
    });
  });

  it('errors with the refusal of the relay, and does not retry', async () => {
    const stream$ = client().messages.stream({ ...params, model: 'claude-opus-5' }, { id });
    await expect(lastValueFrom(stream$)).rejects.toThrow(PermissionDeniedError);
    expect(asked).toEqual(['POST ']);
  });

  it('takes the place of a client in a conversation', async () => {
    const chat = conversation(client(), { model: 'claude-sonnet-5', max_tokens: 64 });
    const text = lastValueFrom(chat.send('Hello').pipe(finalText()));
    await until(() => api.requests.length === 1);
    api.send(S, B, a, b, E, D, X);
    api.end();
    expect(await text).toBe('ab');
    expect(chat.history).toHaveLength(2);
  });

  it('does not stop the reply when it is unsubscribed', async () => {
    const first = firstValueFrom(client().messages.stream(params, { id }));
    await until(() => api.requests.length === 1);
    api.send(S, B);
    expect(await first).toEqual(S);
    expect(await firstValueFrom(server.relay.status(id))).toBe('running');
    expect(api.isClosed).toBe(false);
  });
});

describe('relayedStream', () => {
  const start = async () => {
    await fetch(server.replies, starting());
    api.send(S, B, a);
  };
  const stream = (after?: string) =>
    relayedStream(`${server.replies}/${id}`, { fetch: page, ...(after === undefined ? {} : { after }) });

  it('emits the missed events to a second tab, then the rest', async () => {
    await start();
    const text = lastValueFrom(stream().pipe(textDeltas(), toArray()));
    await until(() => asked.length === 1);
    api.send(b, E, D, X);
    api.end();
    expect((await text).join('')).toBe('ab');
  });

  it('continues after an event', async () => {
    await start();
    const events = lastValueFrom(stream('1-2').pipe(toArray()));
    api.send(E, D, X);
    api.end();
    expect(await events).toEqual([a, E, D, X]);
  });

  it.each([500, 502, 503, 429])('continues after a %d', async (status) => {
    await start();
    faults = [() => Promise.resolve(new Response('busy', { status, headers: { 'retry-after-ms': '1' } }))];
    const events = lastValueFrom(stream().pipe(toArray()));
    api.send(E, D, X);
    api.end();
    expect((await events).at(-1)).toEqual(X);
    expect(asked).toEqual([`GET /${id}`, `GET /${id}`]);
  });

  it('completes when the reply is stopped, also by this client', async () => {
    await start();
    const stream$ = stream();
    const seen: MessageStreamEvent[] = [];
    const done = new Promise<void>((complete) => {
      stream$.subscribe({ next: (event) => seen.push(event), complete });
    });
    await until(() => seen.length === 3);
    stream$.stop();
    await done;
    expect(seen).toEqual([S, B, a]);
    expect(api.isClosed).toBe(true);
    expect(asked).toEqual([`GET /${id}`, `POST /${id}/stop`]);
  });

  describe('stops', () => {
    beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
    afterEach(() => void jest.restoreAllMocks());

    const first = `id: 1-1\nevent: message_start\ndata: ${JSON.stringify(S)}\n\n`;

    /** A page that stops a reply, and the times of its stops. `answer` gets the count of the stop. */
    function stopping(use: 'start' | 'follow', answer: (count: number) => Response) {
      const scheduler = new VirtualTimeScheduler();
      const stops: number[] = [];
      let body: ReadableStreamDefaultController<Uint8Array> | undefined;
      const response = new Response(new ReadableStream({ start: (controller) => void (body = controller) }));
      const send: typeof fetch = (url) => {
        if (!(url as string).endsWith('/stop')) return Promise.resolve(response);
        stops.push(scheduler.now());
        return Promise.resolve().then(() => answer(stops.length));
      };
      const options = { fetch: send, scheduler, silence: 0, patience: 20_000 };
      const stream$ =
        use === 'start' ? relayed('/replies', options).messages.stream(params) : relayedStream('/replies/1', options);
      const subscription = stream$.subscribe();
      const pass = async (turns = 10) => {
        for (let turn = 0; turn < turns; turn++) {
          await settle();
          scheduler.flush();
        }
      };
      const emit = () => body?.enqueue(new TextEncoder().encode(first));
      return { stops, stop: () => stream$.stop(), emit, pass, leave: () => subscription.unsubscribe() };
    }
    const unknown = () => new Response('unknown', { status: 404 });
    const done = () => new Response(null, { status: 204 });

    it('again while the start of the reply may still arrive', async () => {
      const page = stopping('start', (count) => (count < 4 ? unknown() : done()));
      page.stop();
      await page.pass();
      expect(page.stops).toEqual([0, 250, 750, 1_750]);
      page.leave();
    });

    it('again when the first event arrives between a stop and its answer', async () => {
      const page = stopping('start', (count) => {
        if (count > 1) return done();
        page.emit();
        return unknown();
      });
      page.stop();
      await page.pass();
      expect(page.stops).toEqual([0, 250]);
      page.leave();
    });

    it('once when the relay no longer knows the reply', async () => {
      const page = stopping('start', unknown);
      page.emit();
      await settle();
      page.stop();
      await page.pass();
      const follower = stopping('follow', unknown);
      follower.stop();
      await follower.pass();
      expect([page.stops, follower.stops]).toEqual([[0], [0]]);
      page.leave();
      follower.leave();
    });

    it('again after failures, until patience is over', async () => {
      const page = stopping('follow', () => {
        throw new Error('offline');
      });
      page.stop();
      await page.pass();
      expect(page.stops).toEqual([0, 250, 750, 1_750, 3_750, 7_750, 15_750, 23_750]);
      page.leave();
    });
  });

  it.each([
    ['?tenant=1', [`GET /${id}?tenant=1`, `POST /${id}/stop?tenant=1`]],
    ['/', [`GET /${id}`, `POST /${id}/stop`]],
  ])('reads and stops a reply at an address that ends with %j', async (ending, requests) => {
    await start();
    const stream$ = relayedStream(`${server.replies}/${id}${ending}`, { fetch: page });
    const events = lastValueFrom(stream$.pipe(tap((event) => event.type === 'content_block_delta' && stream$.stop())));
    expect(await events).toEqual(a);
    expect(asked).toEqual(requests);
  });

  it('adds the id to the path of an address with a query', async () => {
    const stream$ = relayed(`${server.replies}/?tenant=1`, { fetch: page }).messages.stream(params, { id });
    faults = [() => Promise.reject(new Error('offline')), () => Promise.resolve(new Response('no', { status: 403 }))];
    await expect(lastValueFrom(stream$)).rejects.toThrow(PermissionDeniedError);
    expect(asked).toEqual(['POST ?tenant=1', `GET /${id}?tenant=1`]);
  });

  it('errors with the error of the reply, of its class', async () => {
    await start();
    const events = lastValueFrom(stream());
    await until(() => asked.length === 1);
    api.end();
    await expect(events).rejects.toThrow(IncompleteStreamError);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ['a page', '<html><title>Log in</title></html>', 'NotAnEventStreamError'],
    ['an error', JSON.stringify(errorBody('authentication_error', 'Log in')), 'AuthenticationError'],
  ])('errors immediately when a server in between answers with %s and status 200', async (_, body, name) => {
    let requests = 0;
    const answer = () => {
      requests += 1;
      return Promise.resolve(new Response(body));
    };
    for (const stream$ of [
      relayedStream('/replies/1', { fetch: answer }),
      relayed('/replies', { fetch: answer }).messages.stream(params),
    ]) {
      requests = 0;
      await expect(lastValueFrom(stream$)).rejects.toMatchObject({ name });
      expect(requests).toBe(1);
    }
  });

  it('errors with UnknownStreamError for an unknown reply', async () => {
    await expect(lastValueFrom(stream())).rejects.toThrow(UnknownStreamError);
  });

  it('reports the last error when the relay cannot be reached for patience', async () => {
    const offline: typeof fetch = () => Promise.reject(new Error('offline'));
    const stream$ = relayedStream(`${server.replies}/${id}`, { fetch: offline, patience: 0 });
    await expect(lastValueFrom(stream$)).rejects.toThrow('offline');
  });

  it('errors once for an end that a server in between has changed', async () => {
    let requests = 0;
    const changed = () => {
      requests += 1;
      return Promise.resolve(new Response('id: end\nevent: relay_end\ndata: {"end":null}\n\n'));
    };
    await expect(lastValueFrom(relayedStream('/replies/1', { fetch: changed }))).rejects.toThrow(MalformedEventError);
    expect(requests).toBe(1);
  });

  it('replaces a silent connection', async () => {
    await start();
    const stream$ = relayedStream(`${server.replies}/${id}`, { fetch: page, silence: 50 });
    const events = lastValueFrom(stream$.pipe(toArray()));
    await until(() => asked.length === 2);
    api.send(E, D, X);
    api.end();
    expect((await events).filter(({ type }) => type === 'message_stop')).toHaveLength(1);
  });

  type Use = (options: RelayedStreamOptions) => Observable<unknown>;
  const follow: Use = (options) => relayedStream('/replies/1', options);
  const begin: Use = (options) => relayed('/replies', options).messages.stream(params);
  const stop: Use = (options) => {
    const stream$ = relayedStream('/replies/1', options);
    return merge(
      stream$,
      defer(() => {
        stream$.stop();
        return EMPTY;
      }),
    );
  };

  it.each([
    ['a second GET after one', follow, 'GET', 10_000, 1],
    ['a GET after a POST', begin, 'GET', 20_000, 0],
    ['a second stop after one', stop, 'POST', 10_000, 1],
  ])('sends %s without a response', async (_, use, method, limit, before) => {
    const scheduler = new VirtualTimeScheduler();
    const sent: (string | undefined)[] = [];
    const send: typeof fetch = (_url, init) => {
      sent.push(init?.method);
      return new Promise(() => undefined);
    };
    const subscription = use({ fetch: send, silence: 100, patience: 20_000, scheduler }).subscribe();
    const sentAt = async (time: number) => {
      await new Promise(setImmediate);
      scheduler.maxFrames = time;
      scheduler.flush();
      return sent.filter((name) => name === method).length;
    };
    expect([await sentAt(limit - 1), await sentAt(limit + 250)]).toEqual([before, before + 1]);
    subscription.unsubscribe();
  });

  describe('in a page that returns', () => {
    let page: FakePage;
    beforeEach(() => {
      page = new FakePage();
    });
    afterEach(() => page.remove());

    /** A stream whose requests are never answered, or whose connection is silent after one frame, until they are aborted. */
    function open(use: 'start' | 'follow', isAnswered: boolean) {
      const time = new VirtualTimeScheduler();
      const sent: (string | undefined)[] = [];
      const send: typeof fetch = (_url, init) => {
        sent.push(init?.method);
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(pingFrame),
        });
        return isAnswered ? Promise.resolve(new Response(body)) : new Promise(() => undefined);
      };
      const options = { fetch: send, scheduler: time };
      const stream$ =
        use === 'start' ? relayed('/replies', options).messages.stream(params) : relayedStream('/replies/1', options);
      const subscription = stream$.subscribe();
      const pass = async (duration: number) => {
        await settle();
        time.maxFrames = time.frame + duration;
        time.schedule(() => undefined, duration);
        time.flush();
        await settle();
      };
      return { sent, pass, leave: () => subscription.unsubscribe() };
    }

    it.each([
      ['replaces', 'online', 'follow', 'answered', 1, ['GET', 'GET']],
      ['replaces', 'visible', 'follow', 'answered', 30_001, ['GET', 'GET']],
      ['keeps', 'visible', 'follow', 'answered', 30_000, ['GET']],
      ['replaces', 'online', 'start', 'answered', 1, ['POST', 'GET']],
      ['keeps', 'online', 'start', 'unanswered', 40_000, ['POST']],
      ['keeps', 'visible', 'start', 'unanswered', 40_000, ['POST']],
    ] as const)(
      '%s when %s: a %s that is %s and silent for %d ms',
      async (_, event, use, answer, silence, requests) => {
        const { sent, pass, leave } = open(use, answer === 'answered');
        await pass(silence);
        if (event === 'online') page.comesOnline();
        else page.becomes('visible');
        await pass(250);
        expect(sent).toEqual(requests);
        leave();
      },
    );
  });

  it('follows a quiet reply over any number of connections', async () => {
    await server.close();
    server = await startRelayServer(api.fetch, { maxConnection: 20 });
    await start();
    const stream$ = relayedStream(`${server.replies}/${id}`, { fetch: page, patience: 0 });
    const events = lastValueFrom(stream$.pipe(toArray()));
    await until(() => asked.length === 4);
    api.send(E, D, X);
    api.end();
    expect((await events).slice(-3)).toEqual([E, D, X]);
  });

  it.each([
    ['', { after: 'end' }, 'after'],
    ['', { silence: -1 }, 'silence'],
    [7 as never, {}, 'url'],
  ])('refuses invalid options', (url, options, name) => {
    expect(() => relayedStream(url, options)).toThrow(`relayedStream: ${name}`);
  });

  it.each([['/replies/x'], ['localhost:4000/replies/x']])(
    'reports %s, which the global fetch cannot use, and does not try again',
    (url) => {
      for (const [owner, source$] of [
        ['relayedStream', relayedStream(url)],
        ['relayed', relayed(url).messages.stream(params)],
      ] as const) {
        const message = `${owner}: url: must be an http or https URL; only a page has an origin for a relative one`;
        const failed = expect.objectContaining({ name: 'InvalidOptionsError', message });
        marbles(({ expectObservable }) => expectObservable(source$).toBe('#', undefined, failed));
      }
    },
  );
});
