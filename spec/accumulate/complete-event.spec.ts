import { describe, expect, it } from '@jest/globals';
import { completeEvent, completeMessage } from '../../lib/accumulate/complete-event.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStop, text, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop, unknownEvent } from '../support/events.ts';

const completed = (event: unknown) => completeEvent(event as BetaMessageStreamEvent);
const empty = {
  id: '',
  type: 'message',
  role: 'assistant',
  model: '',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 0, output_tokens: 0 },
};
const start = (content_block: unknown) => ({ type: 'content_block_start', index: 0, content_block });
const delta = (delta: unknown) => ({ type: 'content_block_delta', index: 0, delta });

describe('completeEvent', () => {
  it.each<[string, unknown, unknown]>([
    ['text', start({ type: 'text' }), start({ type: 'text', text: '' })],
    ['thinking', start({ type: 'thinking' }), start({ type: 'thinking', thinking: '', signature: '' })],
    ['tool_use', start({ type: 'tool_use', id: 't' }), start({ type: 'tool_use', id: 't', name: '', input: {} })],
    [
      'server_tool_use',
      start({ type: 'server_tool_use', name: 'f', input: null }),
      start({ type: 'server_tool_use', id: '', name: 'f', input: {} }),
    ],
    [
      'tool_use, whose input is a text,',
      start({ type: 'tool_use', id: 't', name: 'f', input: '{"a":1}' }),
      start({ type: 'tool_use', id: 't', name: 'f', input: { a: 1 } }),
    ],
    ['mcp_tool_use', start({ type: 'mcp_tool_use' }), start({ type: 'mcp_tool_use', id: '', name: '', input: {} })],
    ['text_delta', delta({ type: 'text_delta', text: null }), delta({ type: 'text_delta', text: '' })],
    ['thinking_delta', delta({ type: 'thinking_delta' }), delta({ type: 'thinking_delta', thinking: '' })],
    ['signature_delta', delta({ type: 'signature_delta' }), delta({ type: 'signature_delta', signature: '' })],
    ['input_json_delta', delta({ type: 'input_json_delta' }), delta({ type: 'input_json_delta', partial_json: '' })],
    ['content_block_start', { ...start({ type: 'x' }), index: null }, start({ type: 'x' })],
    ['content_block_delta', { ...delta({ type: 'x' }), index: undefined }, delta({ type: 'x' })],
    [
      'content_block_delta with text',
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } },
      delta({ type: 'text_delta', text: 'a' }),
    ],
    ['content_block_stop', { type: 'content_block_stop' }, blockStop(0)],
    ['message_delta', { type: 'message_delta', usage: {} }, { type: 'message_delta', usage: {}, delta: {} }],
    [
      'message_start',
      { type: 'message_start', message: { id: 'm' } },
      { type: 'message_start', message: { ...empty, id: 'm' } },
    ],
  ])('adds the fields that %s lacks', (_, sent, expected) => {
    const copy = structuredClone(sent);
    expect(completed(sent)).toEqual(expected);
    expect(sent).toEqual(copy);
  });

  it.each<[string, unknown]>([
    ['message_start', messageStart()],
    ['a block', textStart(0)],
    ['a call', toolStart(0, 'f')],
    ['text', text(0, 'a')],
    ['thinking', delta({ type: 'thinking_delta', thinking: 'a' })],
    ['JSON', delta({ type: 'input_json_delta', partial_json: '' })],
    ['a signature', delta({ type: 'signature_delta', signature: '' })],
    ['the end of a block', blockStop(0)],
    ['message_delta', messageDelta()],
    ['message_stop', messageStop],
    ['an event that is newer', unknownEvent],
    ['a delta that is newer', delta({ type: 'sparkle_delta' })],
    ['a block named like a method', start({ type: 'constructor' })],
    ['a value of the wrong type', delta({ type: 'text_delta', text: 7 })],
    ['a delta that is an array', delta(['text_delta'])],
    ['a block without a type', start({ text: null })],
    ['an index of the wrong type', { ...blockStop(0), index: '0' }],
    ['no object', 'event'],
    ['null', null],
    ['an array', [{ type: 'message_delta' }]],
  ])('returns the same object for %s', (_, event) => {
    expect(completed(event)).toBe(event);
  });
});

describe('completeMessage', () => {
  it('completes blocks and usage, and returns the same message when nothing is missing', () => {
    const sent = { content: [{ type: 'text' }, { type: 'newer' }], model: null, usage: { output_tokens: 7, x: null } };
    expect(completeMessage(sent)).toEqual({
      ...empty,
      content: [{ type: 'text', text: '' }, { type: 'newer' }],
      usage: { input_tokens: 0, output_tokens: 7, x: null },
    });
    const whole = { ...empty, content: [{ type: 'text', text: 'a' }] };
    expect(completeMessage(whole)).toBe(whole);
  });

  it('keeps wrong values for the schemas to report', () => {
    expect(completeMessage('x')).toBe('x');
    expect(completeMessage({ content: 'x', usage: 7 })).toEqual({ ...empty, content: 'x', usage: 7 });
  });
});
