import { describe, expect, it } from '@jest/globals';
import { encodeReply, eventsOf, framed, isEvents, type Reply } from '../../lib/testing/reply.ts';
import { messageEvents } from '../../lib/testing/message-events.ts';
import { messageOfEvents } from '../../lib/testing/message-of-events.ts';
import { sseBody } from '../../lib/testing/sse-body.ts';

const events = messageEvents('Hi');
const wire = sseBody(events);
const stream = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain; charset=utf-8' };

/** The reply with its body as text. */
function encoded(reply: Reply, asMessage = false) {
  const { body, ...rest } = encodeReply(reply, asMessage);
  return { ...rest, body: ArrayBuffer.isView(body) ? new TextDecoder().decode(body) : 'chunks' };
}
async function* chunks() {
  await Promise.resolve();
  yield 'a';
  yield 'b';
}

describe('encodeReply', () => {
  const message = JSON.stringify(messageOfEvents(events));

  it.each<[string, Reply, boolean, object]>([
    ['events', events, false, { status: 200, headers: stream, body: wire }],
    ['wire text', wire, false, { status: 200, headers: stream, body: wire }],
    ['bytes', new TextEncoder().encode(wire), false, { status: 200, headers: stream, body: wire }],
    ['events as a message', events, true, { status: 200, headers: json, body: message }],
    ['wire text as a message', wire, true, { status: 200, headers: json, body: message }],
    ['other text, although a message is asked for', 'x', true, { status: 200, headers: stream, body: 'x' }],
    ['a failure of text', { status: 500, body: 'x' }, false, { status: 500, headers: text, body: 'x' }],
    [
      'a failure with events, also as a message',
      { status: 400, body: events },
      true,
      { status: 400, headers: text, body: wire },
    ],
    ['an object', { status: 399, body: { a: 1 } }, false, { status: 399, headers: json, body: '{"a":1}' }],
    ['a list that is not of events', { body: [1] }, false, { status: 200, headers: json, body: '[1]' }],
    ['no body', { status: 204 }, false, { status: 204, headers: stream, body: '' }],
    [
      'headers of its own',
      { headers: { 'x-a': '1' }, body: {} },
      false,
      { status: 200, headers: { ...json, 'x-a': '1' }, body: '{}' },
    ],
    [
      'a type of its own',
      { headers: { 'Content-Type': 'text/html' }, body: {} },
      false,
      { status: 200, headers: { 'Content-Type': 'text/html' }, body: '{}' },
    ],
    ['chunks', { body: chunks() }, true, { status: 200, headers: stream, body: 'chunks' }],
  ])('encodes %s', (_, reply, asMessage, expected) => {
    expect(encoded(reply, asMessage)).toEqual(expected);
  });

  it('reads a ReadableStream chunk by chunk, and cancels it when the reader returns', async () => {
    const log: string[] = [];
    const source = new ReadableStream<string>({
      pull: (controller) => controller.enqueue(`chunk ${log.push('pulled')}`),
      cancel: () => void log.push('cancelled'),
    });
    const { body } = encodeReply({ body: source }, false);
    for await (const chunk of body as AsyncIterable<string>) {
      expect(chunk).toBe('chunk 1');
      break;
    }
    expect(log.at(-1)).toBe('cancelled');
  });
});

describe('framed', () => {
  it('turns an event stream into a binary one, whatever the case of the header', () => {
    const reply = framed(
      encodeReply({ headers: { 'Content-Type': 'text/event-stream', 'x-a': '1' }, body: 'x' }, false),
    );
    expect(reply.headers).toMatchObject({ 'Content-Type': 'application/vnd.amazon.eventstream', 'x-a': '1' });
    expect(reply.encoder).toBeDefined();
  });

  it('does not change other replies', () => {
    const reply = encodeReply({ headers: { accept: 'text/event-stream' }, body: {} }, false);
    expect(framed(reply)).toBe(reply);
  });
});

describe('eventsOf', () => {
  it('reads the events of a wire text', () => {
    expect(eventsOf(wire)).toEqual(events);
    expect(eventsOf(`: comment\n\ndata: no json\n\n${wire}`)).toEqual(events);
  });
});

describe('isEvents', () => {
  it.each<[boolean, unknown]>([
    [true, events],
    [true, []],
    [false, [...events, {}]],
    [false, { length: 0 }],
  ])('is %p for %j', (expected, value) => {
    expect(isEvents(value)).toBe(expected);
  });
});
