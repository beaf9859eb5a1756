import type { BetaMessageStreamEvent, MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import type { Message } from '../../lib/types/message.ts';

/** A message as it starts. */
export const emptyMessage: Message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 5, output_tokens: 1 },
};

export const messageStart = (message: Partial<Message> = {}): MessageStreamEvent => ({
  type: 'message_start',
  message: { ...emptyMessage, ...message },
});

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

export const messageDelta = (
  stop_reason: Message['stop_reason'] = 'end_turn',
  output_tokens = 9,
): MessageStreamEvent => ({
  type: 'message_delta',
  delta: { stop_reason, stop_sequence: null },
  usage: { output_tokens },
});

export const messageStop: MessageStreamEvent = { type: 'message_stop' };

/** An event that is newer than this library. */
export const unknownEvent = { type: 'message_sparkle', sparkle: 7 } as unknown as MessageStreamEvent; // as the wire would

/** One text block of two pieces, by the letters used in marbles. */
export const reply = {
  S: messageStart(),
  B: textStart(0),
  a: text(0, 'a'),
  b: text(0, 'b'),
  E: blockStop(0),
  D: messageDelta(),
  X: messageStop,
  U: unknownEvent,
};
