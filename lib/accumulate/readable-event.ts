import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { completeEvent } from './complete-event.ts';

/** An event before its validation. */
interface SentEvent {
  readonly type: string;
  readonly message?: { readonly content?: unknown } | null;
  readonly content_block?: unknown;
  readonly delta?: unknown;
}

/**
 * An event of any source, with every field that the types promise. Only events of a request are validated, so this throws
 * `MalformedStreamError` for an event whose content is missing or has another form.
 */
export function readableEvent<Event extends BetaMessageStreamEvent>(sent: Event): Event {
  const event = completeEvent(sent);
  const missing = missingField(event);
  if (missing !== undefined) throw new MalformedStreamError(`${event.type} arrived without ${missing}.`);
  return event;
}

function missingField({ type, message, content_block: block, delta }: SentEvent): string | undefined {
  switch (type) {
    case 'content_block_delta':
      return isObject(delta) ? undefined : 'an object in delta';
    case 'content_block_start':
      return isObject(block) ? undefined : 'an object in content_block';
    case 'message_start':
      return Array.isArray(message?.content) ? undefined : 'an array in message.content';
    default:
      return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
