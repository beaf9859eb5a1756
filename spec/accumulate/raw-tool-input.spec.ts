import { describe, expect, it } from '@jest/globals';
import { rawToolInput } from '../../lib/accumulate/raw-tool-input.ts';
import { addToolInput, closeToolInput, openToolInput } from '../../lib/accumulate/tool-input.ts';
import type { ToolUseBlock } from '../../lib/types/content-block.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import { emptyMessage } from '../support/events.ts';

const block = (input: unknown = {}): ToolUseBlock => ({ type: 'tool_use', id: 't', name: 'f', input });

describe('rawToolInput', () => {
  it('is undefined for a block that is not a call', () => {
    expect(rawToolInput({ type: 'text', text: '' })).toBeUndefined();
    for (const value of [null, undefined]) expect(rawToolInput(value as never)).toBeUndefined();
  });

  it('is the JSON that the stream has sent', () => {
    const open = block();
    openToolInput(open);
    const grown = addToolInput(open, '{"a" : ') as ToolUseBlock;
    expect(rawToolInput(grown)).toEqual({ json: '{"a" : ', complete: false });
    const whole = closeToolInput(addToolInput(grown, '1}'));
    expect(rawToolInput(whole)).toEqual({ json: '{"a" : 1}', complete: true });
  });

  it('is the input of a copy as JSON, complete unless its message was interrupted', () => {
    const copy = block({ a: 1 });
    const message = (stop_reason: BetaMessage['stop_reason']) => ({ ...emptyMessage, stop_reason, content: [copy] });
    expect(rawToolInput(copy)).toEqual({ json: '{"a":1}', complete: true });
    expect(rawToolInput(copy, message('tool_use'))).toEqual({ json: '{"a":1}', complete: true });
    expect(rawToolInput(copy, message('max_tokens'))).toEqual({ json: '{"a":1}', complete: false });
    expect(rawToolInput(block(null))).toEqual({ json: '{}', complete: true });
  });
});
