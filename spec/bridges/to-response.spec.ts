import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, map, Observable, of, Subject, toArray, VirtualTimeScheduler } from 'rxjs';
import { AnthropicClient, type MessageStreamEvent, OverloadedError } from '../../lib/index.ts';
import { createGate } from '../../lib/bridges/create-gate.ts';
import { toNdjson } from '../../lib/bridges/to-ndjson.ts';
import { toResponse, type ToResponseOptions } from '../../lib/bridges/to-response.ts';
import { toServerSentEvents } from '../../lib/bridges/to-server-sent-events.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

const events = messageEvents({
  content: ['Hello\n\nthere \u2028', { tool_use: { name: 'f', input: { a: 'data: x\r' } } }],
});
const noLog = { error: () => undefined };
const busy = new OverloadedError('Overloaded, try later.', { type: 'overloaded_error', requestId: 'req_1' });

describe('toResponse', () => {
  it('streams text to a client that reads it like a reply of the API', async () => {
    const response = toResponse()(from(events).pipe(toServerSentEvents()));
    const client = new AnthropicClient({ apiKey: 'key', fetch: () => Promise.resolve(response) });
    expect(await lastValueFrom(client.messages.stream(params).pipe(toArray()))).toEqual(events);
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-cache, no-transform',
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
  });

  it('passes errors on to that client', async () => {
    const failing = new Observable<MessageStreamEvent>((subscriber) => {
      subscriber.next(events[0]!);
      subscriber.next(events[1]!);
      subscriber.error(busy);
    });
    const response = toResponse()(failing.pipe(toServerSentEvents({ logger: noLog })));
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

  it('sends characters that are split between two values', async () => {
    expect(await toResponse({ headers: { 'content-type': 'text/plain' } })(of('a\ud83d', '\ude00b')).text()).toBe(
      'a😀b',
    );
  });

  it('sends each cookie', () => {
    const headers = new Headers();
    for (const cookie of ['a=1', 'b=2']) headers.append('set-cookie', cookie);
    const response = toResponse({ headers })(of('text'));
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('unsubscribes from the source when the body is cancelled, and pauses it with a gate', async () => {
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

  it('sends a ping after each silence, unless the gate is paused or an event is half sent', async () => {
    const scheduler = new VirtualTimeScheduler();
    const gate = createGate();
    const source = new Subject<string>();
    const reader = toResponse({ gate, highWaterMark: 1, heartbeat: 15_000, scheduler })(source).body!.getReader();
    const seen: string[] = [];
    const read = async () => seen.push(new TextDecoder().decode((await reader.read()).value));
    const ping = 'event: ping\ndata: {"type":"ping"}\n\n';
    const at = (time: number) => {
      scheduler.maxFrames = time;
      scheduler.flush();
    };

    const first = read();
    await Promise.resolve();
    source.next('event: a\n');
    await first;
    at(20_000);
    source.next('data: 1\n\n');
    await read();
    // The page stops reading: one more event waits, which pauses the gate.
    source.next('data: 2\n\n');
    at(100_000);
    await read();
    const next = read();
    await Promise.resolve();
    at(115_000);
    await next;
    expect(seen).toEqual(['event: a\n', 'data: 1\n\n', 'data: 2\n\n', ping]);
    await reader.cancel();
    expect(source.observed).toBe(false);
    scheduler.maxFrames = Infinity;
    scheduler.flush();
    expect(scheduler.frame).toBeLessThan(200_000);
  });

  it.each<[ToResponseOptions, string]>([
    [{ status: 204 }, 'status: is 204; pass the number of an HTTP status whose response has a body, such as 200'],
    [{ status: 99 }, 'status: is 99; pass the number of an HTTP status whose response has a body, such as 200'],
    [
      { headers: { 'a b': 'secret' } },
      'headers: is an object; pass valid names and values, as new Headers() takes them',
    ],
    [{ heartbeat: -1 }, 'heartbeat: is -1; pass a number of milliseconds, 0 or more'],
    [
      { heartbeat: 5, headers: { 'content-type': 'application/x-ndjson' } },
      'heartbeat: needs an event stream; remove it, or set content-type to text/event-stream',
    ],
  ])('refuses %j', (options, problem) => {
    expect(() => toResponse(options)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', message: `toResponse: ${problem}` }),
    );
  });

  it('errors the body of a source that emits objects, and names the operator that encodes them', async () => {
    const response = toResponse()(from(events) as unknown as Observable<string>);
    await expect(response.text()).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: expect.stringContaining('toServerSentEvents()'),
    });
  });
});
