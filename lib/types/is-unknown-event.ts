import type { BetaMessageStreamEvent, UnknownEvent } from './message-stream-event.ts';
import { isUnlisted } from './is-unlisted.ts';
import type { Unlisted } from './unlisted.ts';

const known: Readonly<Record<BetaMessageStreamEvent['type'], true>> = {
  message_start: true,
  content_block_start: true,
  content_block_delta: true,
  content_block_stop: true,
  message_delta: true,
  message_stop: true,
};

/**
 * Whether an event is newer than this library. Call it before a `switch` over the known types: in its `default` branch
 * TypeScript considers every event handled.
 *
 * @example Report unknown events
 * ```ts
 * import { type AnthropicClient, isUnknownEvent, type MessageCreateParams } from 'anthropic-rxjs';
 * import { filter } from 'rxjs';
 *
 * export const newcomers = (client: AnthropicClient, params: MessageCreateParams) =>
 *   client.messages.stream(params).pipe(filter(isUnknownEvent));
 * ```
 */
export function isUnknownEvent(event: { readonly type: string }): event is Unlisted<UnknownEvent> {
  return isUnlisted(known, event);
}
