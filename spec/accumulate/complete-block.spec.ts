import { describe, expect, it } from '@jest/globals';
import { isCompleteBlock } from '../../lib/accumulate/complete-block.ts';
import { addToolInput, closeToolInput, openToolInput } from '../../lib/accumulate/tool-input.ts';
import type { ToolUseBlock } from '../../lib/types/content-block.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import { emptyMessage } from '../support/events.ts';

const copy = (id: string): ToolUseBlock => ({ type: 'tool_use', id, name: 'f', input: {} });
/** A call that its stream has opened, and closed after this JSON. */
function streamed(id: string, json?: string) {
  const block = copy(id);
  openToolInput(block);
  return json === undefined ? block : (closeToolInput(addToolInput(block, json)) as ToolUseBlock);
}
const complete = (stop_reason: BetaMessage['stop_reason'], ...content: BetaMessage['content']) => {
  const message: BetaMessage = { ...emptyMessage, stop_reason, content };
  return content.map((block) => isCompleteBlock(message, block));
};

describe('isCompleteBlock', () => {
  it('is true for every block that is not a call', () => {
    expect(
      complete('max_tokens', { type: 'text', text: '' }, { type: 'thinking', thinking: '', signature: '' }),
    ).toEqual([true, true]);
  });

  it('is true for a streamed call that has ended with valid JSON', () => {
    expect(complete(null, streamed('a'), streamed('b', '{"a"'), streamed('c', '{}'))).toEqual([false, false, true]);
    expect(complete('end_turn', streamed('a'), streamed('b', '{}'))).toEqual([false, true]);
  });

  it('is false for the last streamed call after a stop reason of an interruption', () => {
    expect(complete('max_tokens', streamed('a', '{}'), streamed('b', '{}'))).toEqual([true, false]);
    expect(complete('refusal', streamed('a', '{}'), { type: 'text', text: '' })).toEqual([true, true]);
  });

  it('is false for the last copied call without a stop reason as well', () => {
    expect(complete(null, copy('a'), copy('b'))).toEqual([true, false]);
    expect(complete('max_tokens', copy('a'), copy('b'))).toEqual([true, false]);
    expect(complete('tool_use', copy('a'), copy('b'))).toEqual([true, true]);
    expect(complete(null, copy('a'), { type: 'text', text: '' })).toEqual([true, true]);
  });

  it('finds a copied call by its id', () => {
    const message: BetaMessage = { ...emptyMessage, content: [copy('a')] };
    expect(isCompleteBlock(message, copy('a'))).toBe(false);
    expect(isCompleteBlock(message, copy('other'))).toBe(true);
    expect(isCompleteBlock(emptyMessage, copy('a'))).toBe(true);
  });
});
