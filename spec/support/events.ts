import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import type { Message } from '../../lib/types/message.ts';
import { blockStop, text, textStart } from './block-events.ts';

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
