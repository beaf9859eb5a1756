import { describe, expect, it } from '@jest/globals';
import { type ReplyContext, sendable } from '../../lib/accumulate/sendable.ts';
import type { BetaContentBlock } from '../../lib/types/content-block.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import { emptyMessage } from '../support/events.ts';

const sent = (
  content: readonly object[],
  stop_reason: BetaMessage['stop_reason'] = 'end_turn',
  context?: ReplyContext,
) => sendable({ ...emptyMessage, stop_reason, content: content as BetaContentBlock[] }, context);
const text = (text: unknown) => ({ type: 'text', text });
const thinking = (thinking: unknown, signature: unknown = '') => ({ type: 'thinking', thinking, signature });
const call = (id: string, input: unknown = {}) => ({ type: 'tool_use', id, name: 'f', input });
const server = (id: string) => ({ type: 'server_tool_use', id, name: 'web_search', input: {} });
const last = text('end');

describe('sendable', () => {
  it.each<[string, object[]]>([
    ['blank text', ['', ' \n', null, undefined].map(text)],
    ['redacted thinking without data', [{ type: 'redacted_thinking', data: '' }]],
    ['a compaction without content', [{ type: 'compaction', content: '', encrypted_content: null }]],
    ['an upload without a file', [{ type: 'container_upload', file_id: '' }]],
    ['blank thinking without a signature', [thinking(' ')]],
    ['thinking that is not text', [thinking(null, 's')]],
  ])('omits %s', (_, blocks) => {
    expect(sent([...blocks, last])).toEqual([last]);
  });

  it.each<[string, object]>([
    ['signed thinking without text', thinking('', 's')],
    ['redacted thinking', { type: 'redacted_thinking', data: 'x' }],
    ['a compaction', { type: 'compaction', content: 'x' }],
    ['an encrypted compaction', { type: 'compaction', content: null, encrypted_content: 'x' }],
    ['an upload', { type: 'container_upload', file_id: 'f' }],
    ['a block that is newer', { type: 'sparkle' }],
  ])('keeps %s unchanged', (_, block) => {
    expect(sent([block, last])).toEqual([block, last]);
  });

  it.each(
    [
      'web_search',
      'web_fetch',
      'code_execution',
      'bash_code_execution',
      'text_editor_code_execution',
      'tool_search',
      'advisor',
    ]
      .map((name) => `${name}_tool_result`)
      .concat('mcp_tool_result'),
  )('keeps a %s with content and its call only', (type) => {
    const result = (content: unknown) => ({ type, tool_use_id: 's', content });
    expect(sent([server('s'), result([]), last])).toEqual([server('s'), result([]), last]);
    for (const content of [null, undefined, '']) expect(sent([server('s'), result(content), last])).toEqual([last]);
  });

  it('keeps unsigned thinking of a complete reply of a server that never signs, without its empty signature', () => {
    const { signature: _, ...unsigned } = thinking('hm');
    expect(sent([thinking('hm'), last])).toEqual([unsigned, last]);
    expect(sent([thinking('hm'), thinking('x', 's'), last])).toEqual([thinking('x', 's'), last]);
    expect(sent([thinking('hm'), last], 'max_tokens')).toEqual([last]);
    expect(sent([thinking('hm'), last], null)).toEqual([last]);
    expect(sent([thinking('hm'), last], null, { complete: true })).toEqual([unsigned, last]);
  });

  it('keeps the input of a call that is a JSON text, as an object', () => {
    expect(sent([call('1', '{"a":1}'), call('2', '[1]')])).toEqual([call('1', { a: 1 }), call('2')]);
  });

  it('keeps calls that are complete, with an object as input', () => {
    const inputs = [null, '', [], 7];
    expect(sent(inputs.map((input, at) => call(`${at}`, input)))).toEqual(inputs.map((_, at) => call(`${at}`)));
    expect(sent([call('a', { b: 1 })])).toEqual([call('a', { b: 1 })]);
    expect(sent([call('a'), call('b')], 'max_tokens')).toEqual([call('a')]);
    expect(sent([call('a'), call('b')], null)).toEqual([call('a')]);
  });

  it('omits a call that a limit interrupted, but not one before other blocks', () => {
    expect(sent([text('x'), call('a')], 'max_tokens')).toEqual([text('x')]);
    expect(sent([call('a'), text('x')], 'max_tokens')).toEqual([call('a'), text('x')]);
  });

  it('keeps the calls that are answered, complete or not, and no others', () => {
    const answered = new Set(['b']);
    expect(sent([call('a'), call('b'), call('c')], 'max_tokens', { answered })).toEqual([call('b')]);
    expect(sent([text('x'), call('b')], null, { answered })).toEqual([text('x'), call('b')]);
  });

  it('checks other blocks beside answered calls', () => {
    const cut = server('s');
    expect(sent([text('x'), call('b'), cut], 'max_tokens', { answered: new Set(['b']), continued: true })).toEqual([
      text('x'),
      call('b'),
    ]);
  });

  it('keeps open server calls of a reply that is continued, or beside calls of a complete reply', () => {
    expect(sent([text('x'), server('s')], 'pause_turn', { continued: true })).toEqual([text('x'), server('s')]);
    expect(sent([text('x'), server('s')])).toEqual([text('x')]);
    expect(sent([server('s'), call('a')], 'tool_use')).toEqual([server('s'), call('a')]);
    expect(sent([server('s'), call('a'), text('x')], null)).toEqual([call('a'), text('x')]);
  });

  it('finds the calls of results, and the code of calls, in the turns before', () => {
    const before = [{ content: [server('s')] }];
    const result = { type: 'web_search_tool_result', tool_use_id: 's', content: [] };
    const called = { ...call('a'), caller: { type: 'code_execution_20250825', tool_id: 's' } };
    expect(sent([result, last], 'end_turn', { before })).toEqual([result, last]);
    expect(sent([called], 'tool_use', { before })).toEqual([called]);
    expect(sent([result, called, last])).toEqual([last]);
  });
});
