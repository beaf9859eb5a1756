import { isRecord } from '../errors/is-record.ts';
import { textOfRun } from '../types/run-delta.ts';
import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { completeEvent } from './complete-event.ts';
import { requireEvent } from './require-event.ts';

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
 * event.
 */
export function readableEvent<Event extends BetaMessageStreamEvent>(sent: Event): Event {
  const event = completeEvent(sent);
  const missing = missingField(event);
  if (missing !== undefined) throw new MalformedStreamError(`${event.type} arrived without ${missing}.`);
  return event;
}

function missingField(event: SentEvent | null | undefined): string | undefined {
  switch (event?.type) {
    case 'content_block_delta':
      return isRecord(event.delta) ? missingInDelta(event.delta) : 'an object in delta';
    case 'content_block_start':
      return isRecord(event.content_block) ? missingInBlock(event.content_block) : 'an object in content_block';
    case 'message_start': {
      const content = event.message?.content;
      return Array.isArray(content) && content.every(isRecord) ? undefined : 'an array of blocks in message.content';
    }
    default:
      requireEvent(event);
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
