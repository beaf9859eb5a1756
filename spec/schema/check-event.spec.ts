import { describe, expect, it } from '@jest/globals';
import { checkEvent, isSoundEvent } from '../../lib/schema/check-event.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { readRecordings } from '../support/read-recordings.ts';

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [],
  usage: { output_tokens: 1 },
};
const start = (content_block: unknown) => ({ type: 'content_block_start', index: 0, content_block });
const delta = (piece: unknown, index: unknown = 0) => ({ type: 'content_block_delta', index, delta: piece });

describe('checkEvent', () => {
  it.each<[string, unknown]>([
    ['a message_start', { type: 'message_start', message }],
    ['a message_start with content', { type: 'message_start', message: { ...message, content: [{ type: 'text' }] } }],
    ['a message without usage, model and id', { type: 'message_start', message: { content: [] } }],
    ['a message with usage null', { type: 'message_start', message: { ...message, usage: null } }],
    ['usage with counters null', { type: 'message_start', message: { ...message, usage: { input_tokens: null } } }],
    ['a text block without text', start({ type: 'text' })],
    ['a text block with nulls', start({ type: 'text', text: null, citations: null })],
    ['a thinking block without signature', start({ type: 'thinking', thinking: '' })],
    ['a tool call without input', start({ type: 'tool_use', id: 'toolu_1', name: 'f' })],
    ['a fallback block', start({ type: 'fallback', from: { model: 'a' }, to: { model: 'b' } })],
    ['an unknown block, whatever it holds', start({ type: 'chart', text: 5, thinking: [], citations: 'x', to: null })],
    ['a text delta', delta({ type: 'text_delta', text: '' })],
    ['a thinking delta with an estimate', delta({ type: 'thinking_delta', thinking: '', estimated_tokens: 5 })],
    ['tool input', delta({ type: 'input_json_delta', partial_json: '{' }, 7)],
    ['a signature', delta({ type: 'signature_delta', signature: 'abc' })],
    ['an unknown citation', delta({ type: 'citations_delta', citation: { type: 'new_location' } })],
    ['a failed compaction', delta({ type: 'compaction_delta', content: null })],
    ['a compaction without content', delta({ type: 'compaction_delta' })],
    ['an unknown delta, whatever it holds', delta({ type: 'chart_delta', text: 5, partial_json: {} })],
    ['a block stop', { type: 'content_block_stop', index: 3 }],
    ['a message_delta without usage', { type: 'message_delta', delta: {} }],
    ['a message_delta with nulls', { type: 'message_delta', delta: { stop_reason: null }, usage: null }],
    ['an unknown stop reason', { type: 'message_delta', delta: { stop_reason: 'tired' }, usage: { output_tokens: 2 } }],
    ['a message_stop with unknown fields', { type: 'message_stop', 'amazon-bedrock-invocationMetrics': {} }],
    ['an unknown event, whatever it holds', { type: 'speed', index: 'x', delta: 5, message: null }],
    ['an event named like a method of objects', { type: 'toString' }],
    ['a ping', { type: 'ping' }],
  ])('passes %s', (_, event) => {
    const before = JSON.stringify(event);
    expect(checkEvent(event)).toBeUndefined();
    expect(JSON.stringify(event)).toBe(before);
  });

  it.each<[string, unknown, string, string]>([
    ['null', null, '', 'must be an object'],
    ['a string', 'message_stop', '', 'must be an object'],
    ['an array', [{ type: 'message_stop' }], '', 'must be an object'],
    ['an object without type', {}, 'type', 'must be a string'],
    ['a type that is not a string', { type: 5 }, 'type', 'must be a string'],
    ['a message_start without message', { type: 'message_start' }, 'message', 'must be an object'],
    ['content that is not an array', { type: 'message_start', message: {} }, 'message.content', 'must be an array'],
    [
      'content with a string in place of a block',
      { type: 'message_start', message: { content: [{ type: 'text' }, 'x'] } },
      'message.content[1]',
      'must be an object',
    ],
    [
      'a counter that is not a number',
      { type: 'message_start', message: { content: [], usage: { output_tokens: '1' } } },
      'message.usage.output_tokens',
      'must be a number',
    ],
    ['a block start without block', start(undefined), 'content_block', 'must be an object'],
    ['a block without type', start({}), 'content_block.type', 'must be a string'],
    ['text that is not a string', start({ type: 'text', text: 5 }), 'content_block.text', 'must be a string'],
    [
      'citations that are not an array',
      start({ type: 'text', citations: {} }),
      'content_block.citations',
      'must be an array',
    ],
    [
      'thinking that is not a string',
      start({ type: 'thinking', thinking: {} }),
      'content_block.thinking',
      'must be a string',
    ],
    ['a fallback without a target', start({ type: 'fallback' }), 'content_block.to', 'must be an object'],
    ['no index', { type: 'content_block_stop' }, 'index', 'must be a whole number'],
    ['an index below 0', delta({ type: 'text_delta', text: 'a' }, -1), 'index', 'must not be below 0'],
    ['a fractional index', delta({ type: 'text_delta', text: 'a' }, 0.5), 'index', 'must be a whole number'],
    ['an index as string', { type: 'content_block_stop', index: '0' }, 'index', 'must be a whole number'],
    ['no delta', { type: 'content_block_delta', index: 0 }, 'delta', 'must be an object'],
    ['a delta without type', delta({ text: 'a' }), 'delta.type', 'must be a string'],
    ['a text delta without text', delta({ type: 'text_delta' }), 'delta.text', 'must be a string'],
    ['a text delta with null', delta({ type: 'text_delta', text: null }), 'delta.text', 'must be a string'],
    ['a thinking delta without thinking', delta({ type: 'thinking_delta' }), 'delta.thinking', 'must be a string'],
    [
      'tool input that is parsed',
      delta({ type: 'input_json_delta', partial_json: {} }),
      'delta.partial_json',
      'must be a string',
    ],
    ['a signature of null', delta({ type: 'signature_delta', signature: null }), 'delta.signature', 'must be a string'],
    ['a citations delta without citation', delta({ type: 'citations_delta' }), 'delta.citation', 'must be an object'],
    ['a message_delta without delta', { type: 'message_delta' }, 'delta', 'must be an object'],
    ['usage that is not an object', { type: 'message_delta', delta: {}, usage: 5 }, 'usage', 'must be an object'],
  ])('refuses %s', (_, event, path, issue) => {
    expect(checkEvent(event)).toEqual([{ path, message: issue }]);
  });

  it('accepts frozen events, since it changes nothing', () => {
    const event = Object.freeze(delta(Object.freeze({ type: 'text_delta', text: 'a' })));
    expect(checkEvent(event)).toBeUndefined();
  });
});

describe('isSoundEvent', () => {
  const stop = (index: unknown) => ({ type: 'content_block_stop', index });

  it.each<[boolean, unknown]>([
    [true, delta({ type: 'text_delta', text: 'a' })],
    [true, stop(0)],
    [true, stop(7)],
    [true, start({ type: 'text', text: '' })],
    [true, start({ type: 'text', text: '', citations: null })],
    [true, start({ type: 'text', text: '', citations: [] })],
    [true, start({ type: 'thinking', thinking: '', signature: '' })],
    [false, { type: 'message_stop' }],
    [false, { type: 'message_stop', index: 0 }],
    [false, null],
    [false, 'content_block_stop'],
    [false, delta({ type: 'signature_delta', signature: 's' })],
    [false, delta({ type: 'text_delta' })],
    [false, stop(-1)],
    [false, stop(0.5)],
    [false, stop('0')],
    [false, { ...start({ type: 'text', text: '' }), index: -1 }],
    [false, start({ type: 'text' })],
    [false, start({ type: 'text', text: 5 })],
    [false, start({ type: 'text', text: '', citations: {} })],
    [false, start({ type: 'thinking', thinking: '' })],
    [false, start({ type: 'thinking', signature: '' })],
    [false, start({ type: 'tool_use', id: 't', name: 'f', input: {} })],
    [false, start(null)],
    [false, start('text')],
    [false, { type: 'message_start', message }],
    [false, { type: 'message_delta', delta: {} }],
  ])('is %p for %j', (expected, event) => {
    expect(isSoundEvent(event as BetaMessageStreamEvent)).toBe(expected);
  });
});

const recordings = readRecordings();

describe('checkEvent on recordings', () => {
  it.each(recordings.map(({ name, events }) => [name, events] as const))('passes every event of %s', (_, events) => {
    expect(events.map((event) => checkEvent(event)).filter(Boolean)).toEqual([]);
  });

  it('passes them with every type renamed', () => {
    const renamed = recordings.flatMap(({ events }) => events.map((event) => rename(event)));
    expect(renamed.length).toBeGreaterThan(0);
    expect(renamed.map((event) => checkEvent(event)).filter(Boolean)).toEqual([]);
  });

  it('passes them with blocks and deltas of renamed types', () => {
    const inner = recordings.flatMap(({ events }) => events.map(renameInside));
    expect(inner.map((event) => checkEvent(event)).filter(Boolean)).toEqual([]);
  });
});

function rename<T extends object>(value: T): T {
  return 'type' in value && typeof value.type === 'string' ? { ...value, type: `new_${value.type}` } : value;
}

function renameInside(event: BetaMessageStreamEvent): unknown {
  switch (event.type) {
    case 'content_block_start':
      return { ...event, content_block: rename(event.content_block) };
    case 'content_block_delta':
      return { ...event, delta: rename(event.delta) };
    case 'message_start':
      return { ...event, message: { ...event.message, content: event.message.content.map((block) => rename(block)) } };
    default:
      return event;
  }
}
