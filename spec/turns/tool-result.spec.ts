import { describe, expect, it } from '@jest/globals';
import { ToolError } from '../../lib/errors/tool-error.ts';
import { failedResult, toolResult } from '../../lib/turns/tool-result.ts';
import type { ToolUseBlock } from '../../lib/types/content-block.ts';

const call: ToolUseBlock = { type: 'tool_use', id: 't', name: 'f', input: {} };
const base = { type: 'tool_result', tool_use_id: 't' };
const text = (text: string) => ({ type: 'text', text }) as const;
const image = { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } } as const;

describe('toolResult', () => {
  it.each<[string, Parameters<typeof toolResult>[1], object]>([
    ['text', 'done', { content: 'done' }],
    ['blank text', ' \n', {}],
    ['nothing', undefined, {}],
    ['null', null, {}],
    ['a block', text('a'), { content: [text('a')] }],
    ['blocks without blank text', [text(' '), text('a'), image], { content: [text('a'), image] }],
    ['only blank blocks', [text('')], {}],
  ])('of %s', (_, output, expected) => {
    expect(toolResult(call, output)).toEqual({ ...base, ...expected });
  });

  it('names the toolset of the call', () => {
    expect(toolResult({ ...call, toolset_name: 'browser' }, 'a')).toEqual({
      ...base,
      content: 'a',
      toolset_name: 'browser',
    });
  });
});

describe('failedResult', () => {
  const circular: Record<string, unknown> = {};
  circular['itself'] = circular;
  const noReason = 'Error: The tool failed without a reason.';
  it.each<[string, unknown, unknown]>([
    ['an error', new Error('broke'), 'Error: broke'],
    ['text', 'broke', 'Error: broke'],
    ['a number', 7, 'Error: 7'],
    ['an object with a message', { message: 'broke' }, 'Error: broke'],
    ['an object without a message', { code: 'E_LIMIT', status: 429 }, 'Error: {"code":"E_LIMIT","status":429}'],
    ['a message of another type', { message: { text: 'broke' } }, 'Error: {"message":{"text":"broke"}}'],
    ['an object with its own text', { toString: () => 'broke' }, 'Error: broke'],
    ['a message that begins like an object', new Error('[object Map] is empty'), 'Error: [object Map] is empty'],
    ['a message that ends like an object', new Error('No [object Map]'), 'Error: No [object Map]'],
    ['a circular object', circular, noReason],
    ['a blank message', new Error(' '), noReason],
    ['nothing', undefined, noReason],
    ['null', null, noReason],
    ['a ToolError of text', new ToolError('as it is'), 'as it is'],
    ['a ToolError of blocks, of which the API takes text', new ToolError([text('a'), image]), [text('a')]],
    ['a ToolError of an image only', new ToolError([image]), noReason],
    ['a ToolError of blank text', new ToolError(' '), noReason],
  ])('of %s', (_, error, content) => {
    expect(failedResult(call, error)).toEqual({ ...base, content, is_error: true });
  });

  it('never throws', () => {
    const hostile = new Proxy(new Error('x'), {
      get: () => {
        throw new Error('trap');
      },
    });
    expect(failedResult(call, hostile)).toEqual({ ...base, content: noReason, is_error: true });
  });
});
