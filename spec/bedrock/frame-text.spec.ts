import { EventStreamCodec } from '@smithy/eventstream-codec';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frameText } from '../../lib/bedrock/frame-text.ts';
import { type FrameCodec, loadCodec } from '../../lib/bedrock/load-codec.ts';

/** The AWS SDK's own encoder, so that frames are not those of this library. */
const encoder = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString(),
  (text) => Buffer.from(text),
);
function frame(headers: Record<string, string>, payload: string): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [`:${name}`, { type: 'string', value }] as const);
  return encoder.encode({ headers: Object.fromEntries(typed), body: Buffer.from(payload) });
}
const chunk = (json: string, headers: Record<string, string> = { 'message-type': 'event', 'event-type': 'chunk' }) =>
  frame(headers, JSON.stringify({ bytes: Buffer.from(json).toString('base64'), p: 'abc' }));
const exception = (name: string, message = 'Said so') =>
  frame({ 'message-type': 'exception', 'exception-type': name }, JSON.stringify({ message }));

let codec: FrameCodec;
beforeAll(async () => {
  codec = await loadCodec();
});
const text = (bytes: Uint8Array) => frameText(bytes, codec);
const errorEvent = (type: string, message = 'Said so') =>
  `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type, message } })}\n\n`;

describe('frameText', () => {
  it.each([
    ['{"type":"message_stop"}', 'event: message_stop\ndata: {"type":"message_stop"}\n\n'],
    ['{"type":"new_event","x":"世界"}', 'event: new_event\ndata: {"type":"new_event","x":"世界"}\n\n'],
    ['{"x":1,"type":"ping"}', 'event: ping\ndata: {"x":1,"type":"ping"}\n\n'],
    ['{\n  "type": "ping"\r\n}', 'event: ping\ndata: {   "type": "ping" }\n\n'],
    ['{}', 'event: keep-alive\ndata: {}\n\n'],
    ['{"type":"a\\nb"}', 'event: keep-alive\ndata: {"type":"a\\nb"}\n\n'],
    ['{"type":"content_bl', 'event: keep-alive\ndata: {"type":"content_bl\n\n'],
  ])('converts the event %j', (json, expected) => {
    expect(text(chunk(json))).toBe(expected);
  });

  it.each([
    ['throttlingException', 'rate_limit_error'],
    ['serviceUnavailableException', 'overloaded_error'],
    ['modelStreamErrorException', 'api_error'],
    ['modelTimeoutException', 'timeout_error'],
    ['internalServerException', 'api_error'],
    ['validationException', 'invalid_request_error'],
    ['newException', 'newException'],
  ])('converts the exception %s to the error %s', (name, type) => {
    expect(text(exception(name))).toBe(errorEvent(type));
  });

  it('converts an error of the service', () => {
    const headers = { 'message-type': 'error', 'error-code': 'InternalServerException', 'error-message': 'Said so' };
    expect(text(frame(headers, ''))).toBe(errorEvent('api_error'));
  });

  it('keeps the text of an exception in another form', () => {
    expect(text(frame({ 'message-type': 'exception', 'exception-type': 'throttlingException' }, 'plain'))).toBe(
      errorEvent('rate_limit_error', 'plain'),
    );
  });

  it('names an exception without a message', () => {
    expect(text(frame({ 'message-type': 'exception', 'exception-type': 'throttlingException' }, ''))).toBe(
      errorEvent('rate_limit_error', 'throttlingException'),
    );
    expect(text(frame({ 'message-type': 'error' }, ''))).toBe(errorEvent('api_error', 'no message'));
  });

  it('passes a payload without bytes on', () => {
    expect(text(frame({ 'message-type': 'event', 'event-type': 'initial-response' }, '{"a":1}'))).toBe(
      'event: keep-alive\ndata: {"a":1}\n\n',
    );
  });

  it('refuses invalid base64', () => {
    const wrong = frame({ 'message-type': 'event' }, '{"bytes":"%%%"}');
    expect(() => text(wrong)).toThrow(expect.objectContaining({ name: 'MalformedStreamError' }));
  });

  it('refuses a frame with any flipped bit', () => {
    const good = chunk('{"type":"message_stop"}');
    fc.assert(
      fc.property(fc.nat({ max: good.length * 8 - 1 }), (bit) => {
        const bad = good.slice();
        bad[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => frameText(bad, codec)).toThrow(expect.objectContaining({ name: 'MalformedStreamError' }));
      }),
      { numRuns: 300 },
    );
  });
});
