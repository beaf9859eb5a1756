import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/** The text an event adds, `''` for none. */
export function textOfEvent(event: BetaMessageStreamEvent): string {
  if (event.type === 'content_block_delta') return event.delta.type === 'text_delta' ? sent(event.delta.text) : '';
  if (event.type === 'content_block_start') return textOfBlock(event.content_block);
  return event.type === 'message_start' ? textOfMessage(event.message) : '';
}

/** The text of all text blocks, joined with nothing between. */
export function textOfMessage({ content }: SentMessage): string {
  return content?.map(textOfBlock).join('') ?? '';
}

/** The thinking an event adds, `''` for none. */
export function thinkingOfEvent(event: BetaMessageStreamEvent): string {
  if (event.type === 'content_block_delta')
    return event.delta.type === 'thinking_delta' ? sent(event.delta.thinking) : '';
  if (event.type === 'content_block_start') return thinkingOfBlock(event.content_block);
  return event.type === 'message_start' ? thinkingOfMessage(event.message) : '';
}

/** The thinking of all thinking blocks, joined with nothing between. */
export function thinkingOfMessage({ content }: SentMessage): string {
  return content?.map(thinkingOfBlock).join('') ?? '';
}

function textOfBlock(block: BetaContentBlock): string {
  return block.type === 'text' ? sent(block.text) : '';
}

function thinkingOfBlock(block: BetaContentBlock): string {
  return block.type === 'thinking' ? sent(block.thinking) : '';
}

/** Events of other sources may lack fields that the types promise. */
function sent(text: string | null | undefined): string {
  return text ?? '';
}

/** As `sent`, of the content. */
type SentMessage = Readonly<Partial<Pick<BetaMessage, 'content'>>>;
