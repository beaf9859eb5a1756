import { isRecord } from '../errors/is-record.ts';
import { textOfRun } from '../types/run-delta.ts';
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
 * `MalformedStreamError` for an event whose content is missing or has another form. The same for a value that is not an
 * object.
 */
export function readableEvent<Event extends BetaMessageStreamEvent>(sent: Event): Event {
  const event: Event | null | undefined = completeEvent(sent);
  if (!isRecord(event)) throw new MalformedStreamError(`A value of type ${typeof event} arrived instead of an event.`);
  const missing = missingField(event);
  if (missing !== undefined) throw new MalformedStreamError(`${event.type} arrived without ${missing}.`);
  return event;
}

function missingField({ type, message, content_block: block, delta }: SentEvent): string | undefined {
  switch (type) {
    case 'content_block_delta':
      return isRecord(delta) ? missingInDelta(delta) : 'an object in delta';
    case 'content_block_start':
      return isRecord(block) ? missingInBlock(block) : 'an object in content_block';
    case 'message_start': {
      const content = message?.content;
      return Array.isArray(content) && content.every(isRecord) ? undefined : 'an array of blocks in message.content';
    }
    default:
      return undefined;
  }
}

function missingInDelta(delta: Fields): string | undefined {
  switch (delta['type']) {
    case 'text_delta':
    case 'thinking_delta':
    case 'input_json_delta':
      return textOfRun(delta) === undefined ? `text in its ${delta['type']}` : undefined;
    case 'citations_delta':
      return isRecord(delta['citation']) ? undefined : 'an object in delta.citation';
    default:
      return undefined;
  }
}

function missingInBlock({ type, to }: Fields): string | undefined {
  if (type !== 'fallback') return undefined;
  return isRecord(to) && typeof to['model'] === 'string' ? undefined : 'a model in content_block.to';
}

type Fields = Readonly<Record<string, unknown>>;
