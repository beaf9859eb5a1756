import { describe, expect, it } from '@jest/globals';
import { isEventName, readFrame } from '../../lib/stream/read-frame.ts';

const stop = { type: 'content_block_stop', index: 0 };

describe('readFrame', () => {
  it.each<[event: string | undefined, data: string, expected: unknown]>([
    ['ping', '{"type":"content_block_stop","index":0}', 'ping'],
    [undefined, '{"type":"ping"}', 'ping'],
    [undefined, JSON.stringify(stop), stop],
    ['message', JSON.stringify(stop), stop],
    ['overloaded_error', JSON.stringify(stop), stop],
    ['error', JSON.stringify(stop), 'error'],
    ['error', '', 'error'],
    ['error', '[DONE]', 'error'],
    ['overloaded_error', '{', 'error'],
    ['throttlingException', '{}', 'error'],
    ['sparkle_error', '{"type":"sparkle"}', { type: 'sparkle' }],
    ['overloaded_error_count', '7', 'foreign'],
    ['throttling', '7', 'foreign'],
    [undefined, '{"type":"error","error":{"type":"overloaded_error"}}', 'error'],
    [undefined, '{"type":"overloaded_error"}', 'error'],
    [undefined, '{"type":"sparkle_error"}', { type: 'sparkle_error' }],
    [undefined, '{"error":{"code":429}}', 'error'],
    ['content_block_stop', '{"error":{"code":429}}', 'error'],
    ['content_block_stop', '{"index":0}', { index: 0, type: 'content_block_stop' }],
    ['content_block_stop', '[0]', 'foreign'],
    ['sparkle', '{"index":0}', 'foreign'],
    [undefined, '{"type":5}', 'foreign'],
    [undefined, '[DONE]', 'done'],
    [undefined, 'data: [Done].', 'foreign'],
    [undefined, '"[done]"', 'done'],
    [undefined, '"undone"', 'foreign'],
    [undefined, 'done and dusted', 'foreign'],
    [undefined, 'null', 'foreign'],
    [undefined, '7', 'foreign'],
    [undefined, '', 'foreign'],
    [undefined, ' ', 'foreign'],
    ['message_stop', '', 'foreign'],
    ['message_stop', ' \n', 'foreign'],
    ['message_stop', 'x', 'broken'],
    ['sparkle', 'x', 'foreign'],
    [undefined, 'x', 'foreign'],
    [undefined, '{', 'broken'],
    [undefined, '{ "type" : "content_', 'broken'],
    [undefined, '{"type":"content_block_delta","index":0,"del', 'broken'],
    [undefined, '{"index":0, "type": "content_block_delta", ', 'broken'],
    [undefined, '{"type":"sparkle","index":0,', 'foreign'],
    [undefined, '{"index":0,', 'foreign'],
    [undefined, 'x{"type":"content_block_delta",', 'foreign'],
    [undefined, `{"index":${' '.repeat(1_000)}0,"type":"message_stop",`, 'foreign'],
  ])('of the event %p with the data %j', (event, data, expected) => {
    expect(readFrame(event === undefined ? { data } : { event, data })).toEqual(expected);
  });
});

describe('isEventName', () => {
  it.each([
    [true, 'message_start'],
    [true, 'content_block_start'],
    [true, 'content_block_delta'],
    [true, 'content_block_stop'],
    [true, 'message_delta'],
    [true, 'message_stop'],
    [false, 'ping'],
    [false, 'toString'],
    [false, undefined],
  ])('is %p for %p', (expected, name) => {
    expect(isEventName(name)).toBe(expected);
  });
});
