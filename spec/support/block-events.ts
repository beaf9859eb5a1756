import type { BetaMessageStreamEvent, MessageStreamEvent } from '../../lib/types/message-stream-event.ts';

export const blockStart = (
  index: number,
  content_block: Extract<BetaMessageStreamEvent, { type: 'content_block_start' }>['content_block'],
): BetaMessageStreamEvent => ({ type: 'content_block_start', index, content_block });

export const textStart = (index: number, text = ''): MessageStreamEvent => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'text', text },
});

export const toolStart = (index: number, name: string, input: unknown = {}): MessageStreamEvent => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'tool_use', id: `toolu_${index}`, name, input },
});

export const delta = (
  index: number,
  delta: Extract<BetaMessageStreamEvent, { type: 'content_block_delta' }>['delta'],
): BetaMessageStreamEvent => ({ type: 'content_block_delta', index, delta });

export const text = (index: number, text: string): MessageStreamEvent => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'text_delta', text },
});

export const json = (index: number, partial_json: string): MessageStreamEvent => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'input_json_delta', partial_json },
});

export const blockStop = (index: number): MessageStreamEvent => ({ type: 'content_block_stop', index });
