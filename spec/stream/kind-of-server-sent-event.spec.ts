import { describe, expect, it, jest } from '@jest/globals';
import { kindOfServerSentEvent } from '../../lib/stream/kind-of-server-sent-event.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';

const { U, ...events } = reply;

describe('kindOfServerSentEvent', () => {
  it.each(Object.values(events).map((event) => [event.type, event] as const))('counts %s as news', (name, event) => {
    const data = JSON.stringify(event);
    expect([kindOfServerSentEvent({ data }), kindOfServerSentEvent({ event: name, data })]).toEqual(['other', 'other']);
  });

  it.each([
    [{ data: '{"index":0, "type":"content_block_delta"}' }],
    [{ event: 'message_stop', data: '{}' }],
    [{ event: 'error', data: '{}' }],
    [{ data: '{"error":{"type":"overloaded_error"}}' }],
    [{ data: '{"type":"message_delta"' }],
  ])('counts %j as news', (frame) => {
    expect(kindOfServerSentEvent(frame)).toBe('other');
  });

  it.each([
    [{ event: 'ping', data: '{"type":"ping"}' }],
    [{ event: 'heartbeat', data: '{"message":"alive"}' }],
    [{ event: 'message_delta', data: '{"type":"ping"}' }],
    [{ event: 'content_block_delta', data: '' }],
    [{ data: '{"type":"ping"}' }],
    [{ data: '' }],
    [{ data: '{}' }],
    [{ data: '[]' }],
    [{ data: 'keepalive' }],
    [{ data: '[DONE]' }],
    [{ data: JSON.stringify(U) }],
  ])('counts %j as a heartbeat', (frame) => {
    expect(kindOfServerSentEvent(frame)).toBe('ping');
  });

  it('does not parse a delta of the API', () => {
    const parse = jest.spyOn(JSON, 'parse');
    kindOfServerSentEvent({ data: JSON.stringify(text(0, 'a')) });
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });
});
