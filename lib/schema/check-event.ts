import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Issue } from '../types/issue.ts';
import { textOfRun } from '../types/run-delta.ts';
import { eventSchemas } from './event-schemas.ts';
import { issuesOf } from './issues-of.ts';
import { typedObject } from './typed-object.ts';
import { isIndex } from './values.ts';
import { isRecord } from '../errors/is-record.ts';

let eventSchema: ReturnType<typeof typedObject> | undefined;

/** The issues of a decoded event, or `undefined`. Unknown types pass; the event does not change. */
export function checkEvent(event: unknown): readonly Issue[] | undefined {
  eventSchema ??= typedObject(eventSchemas());
  const issues = issuesOf(eventSchema, event);
  return issues.length > 0 ? issues : undefined;
}

/**
 * Whether a decoded event is one of the most frequent ones, and complete. It then needs no `checkEvent`, which costs more
 * than `JSON.parse`. Allocates nothing.
 */
export function isSoundEvent(event: unknown): event is BetaMessageStreamEvent {
  if (!isRecord(event) || !isIndex(event['index'])) return false;
  switch (event['type']) {
    case 'content_block_delta':
      return textOfRun(event['delta']) !== undefined;
    case 'content_block_start':
      return isSoundBlock(event['content_block']);
    case 'content_block_stop':
      return true;
    default:
      return false;
  }
}

/** The two kinds of block that nearly every reply is made of. */
function isSoundBlock(block: unknown): boolean {
  if (!isRecord(block)) return false;
  switch (block['type']) {
    case 'text':
      return typeof block['text'] === 'string' && (block['citations'] == null || Array.isArray(block['citations']));
    case 'thinking':
      return typeof block['thinking'] === 'string' && typeof block['signature'] === 'string';
    default:
      return false;
  }
}
