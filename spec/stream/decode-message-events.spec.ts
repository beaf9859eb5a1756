import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { type DecodeOptions, decodeMessageEvents } from '../../lib/stream/decode-message-events.ts';
import { errorBody, messageEvents } from '../../lib/testing/index.ts';
import { emptyMessage } from '../support/events.ts';

const wire = (value: object) => ({ data: JSON.stringify(value) });
const hello = messageEvents('Hello');

/** The notifications for these server-sent events. */
function decode(...events: { event?: string; data: string }[]): unknown[] {
  return decodeWith({ headers: new Headers({ 'request-id': 'req_1' }) }, events);
}

function decodeWith(options: DecodeOptions, events: readonly { event?: string; data: string }[]): unknown[] {
  const seen: unknown[] = [];
  from(events)
    .pipe(decodeMessageEvents(options))
    .subscribe({
      next: (event) => seen.push(event),
      error: (error: unknown) => seen.push(error),
      complete: () => seen.push('complete'),
    });
  return seen;
}
const incomplete = expect.objectContaining({ name: 'IncompleteStreamError' }) as unknown;

describe('decodeMessageEvents', () => {
  it('uses the type in the JSON, with or without an event name', () => {
    expect(decode(...hello.map((event) => ({ event: event.type, ...wire(event) })))).toEqual([...hello, 'complete']);
    expect(decode(...hello.map(wire))).toEqual([...hello, 'complete']);
  });

  it('drops pings, named by the event or by the JSON', () => {
    const pings = [{ event: 'ping', data: '' }, { data: '{"type":"ping"}' }];
    expect(decode(...pings, ...hello.map(wire), ...pings)).toEqual([...hello, 'complete']);
  });

  it('adds an id to a call without one', () => {
    const start = { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', name: 'f', input: {} } };
    const id = expect.stringMatching(/^toolu_[\da-f]{32}$/) as unknown;
    expect(decode(...[...hello.slice(0, -1), start, hello.at(-1)!].map(wire))).toEqual([
      ...hello.slice(0, -1),
      { ...start, content_block: { ...start.content_block, id } },
      hello.at(-1),
      'complete',
    ]);
  });

  it('passes unknown events unchanged', () => {
    const sparkle = { type: 'message_sparkle', deep: { a: [null] } };
    expect(decode(wire(sparkle), ...hello.map(wire), wire(sparkle))).toEqual([sparkle, ...hello, sparkle, 'complete']);
  });

  it.each([
    ['by name', { event: 'error', ...wire(errorBody('overloaded_error', 'Overloaded')) }],
    ['by type', wire(errorBody('overloaded_error', 'Overloaded'))],
  ])('turns an error event, %s, into an error of its class with the request id', (_, event) => {
    expect(decode(...hello.slice(0, 3).map(wire), event, wire(hello[3]!))).toEqual([
      ...hello.slice(0, 3),
      expect.objectContaining({
        name: 'OverloadedError',
        type: 'overloaded_error',
        requestId: 'req_1',
        status: undefined,
      }),
    ]);
  });

  it.each([
    ['is not valid JSON', '{"type":"content_block_delta","ind', [], 'not valid JSON'],
    [
      'has a wrong value where its type needs another',
      '{"type":"content_block_stop","index":"0"}',
      [{ path: 'index', message: 'must be a whole number' }],
      'index: must be a whole number',
    ],
  ])('refuses an event that %s, with the reason', (_, data, issues, reasons) => {
    const message = `An event of the stream cannot be read (${reasons}).`;
    expect(decode(wire(hello[0]!), { data })).toEqual([
      hello[0],
      expect.objectContaining({ name: 'MalformedEventError', message, data, issues }),
    ]);
  });

  it('shows the first 500 characters of an event that it refuses', () => {
    const event = { event: 'message_delta', data: 'x'.repeat(999) };
    expect(decode(event)).toEqual([expect.objectContaining({ data: 'x'.repeat(500) })]);
  });

  it.each([
    ['there is no event', []],
    ['there is no message_start', [{ type: 'message_sparkle' }]],
    ['message_stop and the stop reason are missing', hello.slice(0, -2)],
    ['a second message is interrupted', [...hello, ...hello.slice(0, 2)]],
  ])('is incomplete when %s', (_, events) => {
    expect(decode(...events.map(wire))).toEqual([...events, incomplete]);
  });

  it('completes with message_stop when only that is missing', () => {
    expect(decode(...hello.slice(0, -1).map(wire))).toEqual([...hello, 'complete']);
  });

  it('adds a message_start that a single message lacks, before its first event', () => {
    const message = { ...emptyMessage, id: '', model: '', usage: { input_tokens: 0, output_tokens: 0 } };
    const start = { type: 'message_start', message };
    const rest = hello.slice(1);
    expect(decodeWith({ single: true }, rest.map(wire))).toEqual([start, ...rest, 'complete']);
    expect(decodeWith({ single: true }, rest.slice(1).map(wire))).toEqual([start, ...rest.slice(1), 'complete']);
    expect(decode(...rest.map(wire))).toEqual([...rest, 'complete']);
  });

  it('passes several messages and the events after the last', () => {
    expect(decode(...[...hello, ...hello, { type: 'x' }].map(wire))).toEqual([
      ...hello,
      ...hello,
      { type: 'x' },
      'complete',
    ]);
  });
});
