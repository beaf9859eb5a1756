import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { completeEvent } from './complete-event.ts';

/** The text an event adds, `''` for none. */
export function textOfEvent(sent: BetaMessageStreamEvent): string {
  const event = completeEvent(sent);
  if (event.type === 'content_block_delta') return event.delta.type === 'text_delta' ? event.delta.text : '';
  if (event.type === 'content_block_start') return textOfBlock(event.content_block);
  return event.type === 'message_start' ? textOfMessage(event.message) : '';
}

/** The text of all text blocks, joined with nothing between. */
export function textOfMessage({ content }: BetaMessage): string {
  return content.reduce((text, block) => text + textOfBlock(block), '');
}

/** The thinking an event adds, `''` for none. */
export function thinkingOfEvent(sent: BetaMessageStreamEvent): string {
  const event = completeEvent(sent);
  if (event.type === 'content_block_delta') return event.delta.type === 'thinking_delta' ? event.delta.thinking : '';
  if (event.type === 'content_block_start') return thinkingOfBlock(event.content_block);
  return event.type === 'message_start' ? thinkingOfMessage(event.message) : '';
}

/** The thinking of all thinking blocks, joined with nothing between. */
export function thinkingOfMessage({ content }: BetaMessage): string {
  return content.reduce((thinking, block) => thinking + thinkingOfBlock(block), '');
}

function textOfBlock(block: BetaContentBlock): string {
  return block.type === 'text' ? block.text : '';
}

function thinkingOfBlock(block: BetaContentBlock): string {
  return block.type === 'thinking' ? block.thinking : '';
}
