import type { MessageCreateParams } from '../../lib/types/message-create-params.ts';

/** The smallest valid params, for specs that look at something else. */
export const params: MessageCreateParams = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello' }],
};
