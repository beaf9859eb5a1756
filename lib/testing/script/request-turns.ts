import type { ContentBlockParam } from '../../types/content-block-param.ts';
import type { MessageCreateParams } from '../../types/message-create-params.ts';
import type { MessageParam } from '../../types/message-param.ts';

/** The text blocks of a content, joined. */
export function textOf(content: string | readonly { type: string; text?: unknown }[] | undefined): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap(({ type, text }) => (type === 'text' ? [String(text)] : [])).join('\n');
}

/** The texts of users, the latest first, without the results of tools. */
export function userTexts({ messages }: MessageCreateParams): string[] {
  return messages
    .filter(({ role }) => role === 'user')
    .map(({ content }) => textOf(content))
    .reverse();
}

/** The blocks of the latest user turn; an empty list if that turn is plain text. */
export function lastUserBlocks({ messages }: MessageCreateParams): readonly ContentBlockParam[] {
  return messages.reduce<readonly ContentBlockParam[]>(
    (last, message) => (message.role === 'user' ? blocksOf(message) : last),
    [],
  );
}

/** All blocks of the model's turns so far. */
export function assistantBlocks({ messages }: MessageCreateParams): ContentBlockParam[] {
  return messages.filter(({ role }) => role === 'assistant').flatMap(blocksOf);
}

function blocksOf({ content }: MessageParam): readonly ContentBlockParam[] {
  return typeof content === 'string' ? [] : content;
}
