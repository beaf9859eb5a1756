import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaContentBlockDelta } from '../types/content-block-delta.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { requireEvent } from './require-event.ts';

/** The text an event adds, `''` for none. Throws `MalformedStreamError` for a value that is not an event. */
export function textOfEvent(event: BetaMessageStreamEvent): string {
  if (event.type === 'content_block_delta') return textOfDelta(event.delta);
  if (event.type === 'content_block_start') return textOfBlock(event.content_block);
  if (event.type === 'message_start') return textOfMessage(event.message);
  requireEvent(event);
  return '';
}

/** The text of all text blocks, joined with nothing between. */
export function textOfMessage(message: SentMessage): string {
  return blocksOf(message).reduce((text, block) => text + textOfBlock(block), '');
}

/** The thinking an event adds, `''` for none. Throws `MalformedStreamError` for a value that is not an event. */
export function thinkingOfEvent(event: BetaMessageStreamEvent): string {
  if (event.type === 'content_block_delta') return thinkingOfDelta(event.delta);
  if (event.type === 'content_block_start') return thinkingOfBlock(event.content_block);
  if (event.type === 'message_start') return thinkingOfMessage(event.message);
  requireEvent(event);
  return '';
}

function thinkingOfMessage(message: SentMessage): string {
  return blocksOf(message).reduce((text, block) => text + thinkingOfBlock(block), '');
}

function blocksOf(message: SentMessage): readonly BetaContentBlock[] {
  const content = message?.content;
  return Array.isArray(content) ? content : [];
}

function textOfDelta(delta: Sent<BetaContentBlockDelta>): string {
  return delta?.type === 'text_delta' ? sent(delta.text) : '';
}

function thinkingOfDelta(delta: Sent<BetaContentBlockDelta>): string {
  return delta?.type === 'thinking_delta' ? sent(delta.thinking) : '';
}

/** The text of a block, `''` for one of another type. */
export function textOfBlock(block: Sent<BetaContentBlock>): string {
  return block?.type === 'text' ? sent(block.text) : '';
}

/** The thinking of a block, `''` for one of another type. */
export function thinkingOfBlock(block: Sent<BetaContentBlock>): string {
  return block?.type === 'thinking' ? sent(block.thinking) : '';
}

/** Events of other sources may lack fields that the types promise. */
type Sent<T> = T | null | undefined;
type SentMessage = Sent<Readonly<Partial<Pick<BetaMessage, 'content'>>>>;

function sent(text: Sent<string>): string {
  return text ?? '';
}
