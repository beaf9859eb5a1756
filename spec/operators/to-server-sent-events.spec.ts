import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, map, Observable, of, throwError, toArray } from 'rxjs';
import {
  AnthropicClient,
  APIConnectionError,
  fromServerSentEvents,
  InternalServerError,
  InvalidParamsError,
  type MessageStreamEvent,
  OverloadedError,
} from '../../lib/index.ts';
import { createGate } from '../../lib/operators/create-gate.ts';
import { toNdjson } from '../../lib/operators/to-ndjson.ts';
import { toResponse } from '../../lib/operators/to-response.ts';
import { toServerSentEvents } from '../../lib/operators/to-server-sent-events.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { marbles } from '../support/marbles.ts';
import { params } from '../support/params.ts';

const events = messageEvents({
  content: ['Hello\n\nthere \u2028', { tool_use: { name: 'f', input: { a: 'data: x\r' } } }],
});
const busy = new OverloadedError('Overloaded, try later.', { type: 'overloaded_error', requestId: 'req_1' });

describe('toServerSentEvents', () => {
  it('encodes events as the API does, so that they can be read again', async () => {
    const text = (await lastValueFrom(from(events).pipe(toServerSentEvents(), toArray()))).join('');
    expect(text.startsWith('event: message_start\ndata: {"type":"message_start","message":{')).toBe(true);
    const body = new Response(text).body!;
    expect(await lastValueFrom(fromServerSentEvents(body).pipe(toArray()))).toEqual(events);
  });

  it('takes objects without a type, and no type that would break the line', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<object>('-a-b-|', { a: { n: 1 }, b: { type: 'x\nid: 1' } });
      const values = { a: 'data: {"n":1}\n\n', b: 'data: {"type":"x\\nid: 1"}\n\n' };
      expectObservable(source.pipe(toServerSentEvents())).toBe('-a-b-|', values);
    });
  });

  it('turns an error into a last event', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<object>('-a-#', { a: { n: 1 } }, busy);
      const e =
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded, try later."},"request_id":"req_1"}\n\n';
      expectObservable(source.pipe(toServerSentEvents())).toBe('-a-(e|)', { a: 'data: {"n":1}\n\n', e });
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('says nothing of the errors of others', async () => {
    const said = (error: Error) => lastValueFrom(throwError(() => error).pipe(toServerSentEvents()));
    const text = await said(new Error('password is 123'));
    expect(await said(new APIConnectionError('No connection to http://10.0.0.1:9'))).toBe(text);
    expect(text).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"The stream failed."}}\n\n',
    );
  });

  it('says nothing of what stands between, nor of how the server is set up', async () => {
    const said = (error: Error) => lastValueFrom(throwError(() => error).pipe(toServerSentEvents()));
    const generic =
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"The stream failed."}}\n\n';
    const body = { error: { type: 'gateway', message: 'gw 10.1.2.3' } };
    const gateway = new InternalServerError('502 gateway: gw 10.1.2.3', { status: 502, type: 'gateway', error: body });
    expect(await said(gateway)).toBe(generic);
    const options = new InvalidParamsError([{ path: 'baseURL', message: 'would send the key in clear text' }]);
    expect(await said(options)).toBe(generic);
  });

  it('gives the objects that NestJS takes', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<object>('-a-b-#', { a: { type: 'ping' }, b: { n: 1 } }, busy);
      const error = { type: 'overloaded_error', message: 'Overloaded, try later.' };
      expectObservable(source.pipe(toServerSentEvents({ format: 'message-event' }))).toBe('-a-b-(e|)', {
        a: { type: 'ping', data: { type: 'ping' } },
        b: { data: { n: 1 } },
        e: { type: 'error', data: { type: 'error', error, request_id: 'req_1' } },
      });
    });
  });

  it('leaves the source, in any frame', () => {
    cutAtEveryFrame(6, (cold) => cold<object>('-a-b-#', { a: {}, b: {} }).pipe(toServerSentEvents()));
    cutAtEveryFrame(6, (cold) => cold<object>('-a-b-#', { a: {}, b: {} }).pipe(toNdjson()));
  });
});

describe('toNdjson', () => {
  it('gives each value as a line of JSON', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<unknown>('-a-b-|', { a: { text: 'x\ny' }, b: null });
      expectObservable(source.pipe(toNdjson())).toBe('-a-b-|', { a: '{"text":"x\\ny"}\n', b: 'null\n' });
      const error = new Error('broken');
      expectObservable(cold('-#', {}, error).pipe(toNdjson())).toBe('-#', {}, error);
    });
  });
});

describe('toResponse', () => {
  it('streams text to a client that reads it as a reply of the API', async () => {
    const response = toResponse()(from(events).pipe(toServerSentEvents()));
    const client = new AnthropicClient({ apiKey: 'key', fetch: () => Promise.resolve(response) });
    expect(await lastValueFrom(client.messages.stream(params).pipe(toArray()))).toEqual(events);
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-cache, no-transform',
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
  });

  it('hands errors on to that client', async () => {
    const failing = new Observable<MessageStreamEvent>((subscriber) => {
      subscriber.next(events[0]!);
      subscriber.next(events[1]!);
      subscriber.error(busy);
    });
    const response = toResponse()(failing.pipe(toServerSentEvents()));
    const client = new AnthropicClient({ apiKey: 'key', fetch: () => Promise.resolve(response), maxRetries: 0 });
    await expect(lastValueFrom(client.messages.stream(params))).rejects.toMatchObject({
      name: 'OverloadedError',
      requestId: 'req_1',
    });
  });

  it('takes status and headers', async () => {
    const lines = from(events.slice(0, 2)).pipe(
      map(({ type }) => ({ type })),
      toNdjson(),
    );
    const response = toResponse({ status: 206, headers: { 'content-type': 'application/x-ndjson', 'x-a': 'b' } })(
      lines,
    );
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-a')]).toEqual([
      206,
      'application/x-ndjson',
      'b',
    ]);
    expect(await response.text()).toBe('{"type":"message_start"}\n{"type":"content_block_start"}\n');
  });

  it('leaves the source when the body is cancelled, and holds it back by a gate', async () => {
    const gate = createGate();
    const states: boolean[] = [];
    gate.paused$.subscribe((paused) => states.push(paused));
    let left = false;
    const source = new Observable<string>((subscriber) => {
      for (const text of ['a', 'b', 'c']) subscriber.next(text);
      return () => (left = true);
    });
    const reader = toResponse({ gate, highWaterMark: 2 })(source).body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('a');
    expect({ left, states }).toEqual({ left: false, states: [false, true] });
    await reader.cancel();
    expect({ left, states }).toEqual({ left: true, states: [false, true, false] });
  });

  it('answers with an empty body for an empty source', async () => {
    expect(await toResponse()(of()).text()).toBe('');
  });
});
