import { describe, expect, it } from '@jest/globals';
import { concat, from, lastValueFrom, NEVER, of, take, throwError, toArray, VirtualTimeScheduler } from 'rxjs';
import {
  AnthropicError,
  APIConnectionError,
  fromServerSentEvents,
  InternalServerError,
  InvalidOptionsError,
  InvalidParamsError,
  NotAnEventStreamError,
  OverloadedError,
  RefusalError,
  ToolError,
} from '../../lib/index.ts';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import { toNdjson } from '../../lib/bridges/to-ndjson.ts';
import { toServerSentEvents } from '../../lib/bridges/to-server-sent-events.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { marbles } from '../support/marbles.ts';

const events = messageEvents({
  content: ['Hello\n\nthere \u2028', { tool_use: { name: 'f', input: { a: 'data: x\r' } } }],
});
const noLog = { error: () => undefined };
const generic = { error: { type: 'api_error', message: 'The stream failed.' } };
const busy = new OverloadedError('Overloaded, try later.', { type: 'overloaded_error', requestId: 'req_1' });

describe('toServerSentEvents', () => {
  it('encodes events as the API does, so that they can be read again', async () => {
    const text = (await lastValueFrom(from(events).pipe(toServerSentEvents(), toArray()))).join('');
    expect(text.startsWith('event: message_start\ndata: {"type":"message_start","message":{')).toBe(true);
    const body = new Response(text).body!;
    expect(await lastValueFrom(fromServerSentEvents(body).pipe(toArray()))).toEqual(events);
  });

  it('ends message events with their own end, and all other values with done', () => {
    marbles(({ cold, expectObservable }) => {
      const values = { a: { n: 1 }, X: { type: 'message_stop' }, d: { type: 'done' } };
      const texts = {
        a: 'data: {"n":1}\n\n',
        X: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
        d: 'event: done\ndata: {"type":"done"}\n\n',
      };
      const encode = toServerSentEvents();
      const encoded = (source: string) => cold<object>(source, values).pipe(encode);
      expectObservable(encoded('-a-X-|')).toBe('-a-X-|', texts);
      expectObservable(encoded('-X-a-|')).toBe('-X-a-(d|)', texts);
      expectObservable(encoded('-a-d-|')).toBe('-a-d-|', texts);
      expectObservable(encoded('--|')).toBe('   --(d|)', texts);
      expectObservable(concat(encoded('-X|'), encoded('|'))).toBe('-X(d|)', texts);
    });
  });

  it('accepts objects without a type, and omits a type that would break the line', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<object>('-a-b-', { a: { n: 1 }, b: { type: 'x\nid: 1' } });
      const values = { a: 'data: {"n":1}\n\n', b: 'data: {"type":"x\\nid: 1"}\n\n' };
      expectObservable(source.pipe(toServerSentEvents())).toBe('-a-b-', values);
    });
  });

  it('turns an error into a last event', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<object>('-a-#', { a: { n: 1 } }, busy);
      const e =
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded, try later."},"request_id":"req_1"}\n\n';
      expectObservable(source.pipe(toServerSentEvents({ logger: noLog }))).toBe('-a-(e|)', {
        a: 'data: {"n":1}\n\n',
        e,
      });
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it.each<[string, unknown, object]>([
    [
      'the error of the API',
      createAPIError({
        status: 400,
        text: '{"type":"error","error":{"type":"invalid_request_error","message":"No.","details":{"error_code":"x"}},"request_id":"req_2"}',
      }),
      {
        error: { type: 'invalid_request_error', message: 'No.', details: { error_code: 'x' } },
        request_id: 'req_2',
      },
    ],
    [
      'the words of an error of the API that is nested too deeply',
      createAPIError({
        status: 400,
        text: `{"type":"error","error":{"type":"invalid_request_error","message":"No.","x":${'['.repeat(9000)}${']'.repeat(9000)}}}`,
      }),
      { error: { type: 'invalid_request_error', message: 'No.' } },
    ],
    [
      'the refusal of the model',
      new RefusalError(),
      { error: { type: 'api_error', message: 'The model refused to answer.' } },
    ],
    ['nothing of an error of other code', new Error('password is 123'), generic],
    ['nothing of one that an operator has wrapped', new AnthropicError('could not: password is 123'), generic],
    ['nothing of a failed tool', new ToolError('password is 123'), generic],
    ['nothing of a value that was thrown', 'password is 123', generic],
    ['nothing of the route to the API', new APIConnectionError('No connection to http://10.0.0.1:9'), generic],
    [
      'nothing of another server on that route',
      new NotAnEventStreamError({ contentType: 'text/x-secret', body: '', status: 200, requestId: null }),
      generic,
    ],
    [
      'nothing of a gateway',
      new InternalServerError('502 gateway: gw 10.1.2.3', {
        status: 502,
        type: 'gateway',
        error: { error: { type: 'gateway', message: 'gw 10.1.2.3' } },
      }),
      generic,
    ],
    [
      'nothing of how the client is set up',
      new InvalidOptionsError('AnthropicClient', [{ path: 'apiKey', message: 'is missing' }]),
      generic,
    ],
    [
      'nothing of params that the server wrote',
      new InvalidParamsError([{ path: 'model', message: 'is missing' }]),
      generic,
    ],
  ])('sends the page %s, and logs the full error', async (_, error, shown) => {
    const logged: unknown[] = [];
    const logger = { error: (...line: unknown[]) => void logged.push(line) };
    const encoded$ = throwError(() => error).pipe(toServerSentEvents({ format: 'message-event', logger }));
    expect(await lastValueFrom(encoded$)).toEqual({ type: 'error', data: { type: 'error', ...shown } });
    expect(logged).toEqual([['toServerSentEvents: the stream failed.', error]]);
  });

  it('reports a value that JSON cannot represent as an error', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const text = await lastValueFrom(of(circular).pipe(toServerSentEvents({ logger: noLog })));
    expect(text).toBe(`event: error\ndata: ${JSON.stringify({ type: 'error', ...generic })}\n\n`);
  });

  it('emits the objects that NestJS accepts', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<object>('-a-b-#', { a: { type: 'text' }, b: { n: 1 } }, busy);
      const error = { type: 'overloaded_error', message: 'Overloaded, try later.' };
      const values = {
        a: { type: 'text', data: { type: 'text' } },
        b: { data: { n: 1 } },
        d: { type: 'done', data: { type: 'done' } },
        e: { type: 'error', data: { type: 'error', error, request_id: 'req_1' } },
      };
      const encode = toServerSentEvents({ format: 'message-event', logger: noLog });
      expectObservable(source.pipe(encode)).toBe('-a-b-(e|)', values);
      expectObservable(cold<object>('-|').pipe(encode)).toBe('-(d|)', values);
    });
  });

  it('sends a ping after each silence, in both formats', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<object>('-X------X-#', { X: { type: 'message_stop' } }, busy);
      const expected = '           -X--p--pX-(e|)';
      expectObservable(source.pipe(toServerSentEvents({ heartbeat: 3, logger: noLog }))).toBe(expected, {
        X: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
        p: 'event: ping\ndata: {"type":"ping"}\n\n',
        e: expect.stringContaining('event: error\n'),
      });
      const objects = toServerSentEvents({ heartbeat: 3, format: 'message-event', logger: noLog });
      expectObservable(source.pipe(objects)).toBe(expected, {
        X: { type: 'message_stop', data: { type: 'message_stop' } },
        p: { type: 'ping', data: { type: 'ping' } },
        e: expect.objectContaining({ type: 'error' }),
      });
    });
  });

  it('takes the time of the heartbeat from the scheduler', () => {
    const scheduler = new VirtualTimeScheduler();
    const seen: string[] = [];
    const encode = toServerSentEvents({ heartbeat: 15_000, scheduler });
    NEVER.pipe(encode, take(2)).subscribe((text) => seen.push(`${scheduler.frame} ${text}`));
    scheduler.flush();
    const ping = 'event: ping\ndata: {"type":"ping"}\n\n';
    expect(seen).toEqual([`15000 ${ping}`, `30000 ${ping}`]);
  });

  it.each([
    [{ format: 'json' }, 'format: is a string; pass one of text, message-event'],
    [{ heartbeat: NaN }, 'heartbeat: is NaN; pass a number of milliseconds, 0 or more'],
    [{ heartbeat: '15s' }, 'heartbeat: is a string; pass a number of milliseconds, 0 or more'],
    [{ logger: console.error }, 'logger: is a function; pass an object with the method error, such as console'],
    [{ scheduler: 5 }, 'scheduler: is 5; pass an RxJS scheduler such as asyncScheduler'],
  ])('refuses %j', (options, problem) => {
    expect(() => toServerSentEvents(options as object)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', message: `toServerSentEvents: ${problem}` }),
    );
  });

  it('unsubscribes from the source, in any frame', () => {
    cutAtEveryFrame(6, (cold) =>
      cold<object>('-a-b-#', { a: {}, b: {} }).pipe(toServerSentEvents({ heartbeat: 1, logger: noLog })),
    );
    cutAtEveryFrame(6, (cold) => cold<object>('-a-b-#', { a: {}, b: {} }).pipe(toNdjson()));
  });
});
