import * as z from 'zod/mini';
import type { Issue } from '../types/issue.ts';
import { eventSchemas } from './event-schemas.ts';
import { issuesOf } from './issues-of.ts';

const schemas: Readonly<Record<string, z.ZodMiniType>> = eventSchemas;
const unknownEvent = z.looseObject({ type: z.string('must be a string') }, 'must be an object');

/**
 * What is wrong with a decoded event, or `undefined`. Unknown types pass and nothing is changed. The events that make up
 * nearly all of a stream are checked by hand: a schema walk for each would cost more than its `JSON.parse`.
 */
export function checkEvent(event: unknown): readonly Issue[] | undefined {
  if (isSoundHotEvent(event)) return undefined;
  const result = z.safeParse(schemaFor(event), event);
  return result.success ? undefined : issuesOf(result.error);
}

function schemaFor(event: unknown): z.ZodMiniType {
  const type = isRecord(event) ? event['type'] : undefined;
  return (typeof type === 'string' && Object.hasOwn(schemas, type) ? schemas[type] : undefined) ?? unknownEvent;
}

/** Whether it is one of the frequent events and as `eventSchemas` wants it. Allocates nothing. */
function isSoundHotEvent(event: unknown): boolean {
  if (!isRecord(event) || !isIndex(event['index'])) return false;
  switch (event['type']) {
    case 'content_block_delta':
      return isSoundDelta(event['delta']);
    case 'content_block_start':
      return isSoundBlock(event['content_block']);
    case 'content_block_stop':
      return true;
    default:
      return false;
  }
}

function isSoundDelta(delta: unknown): boolean {
  if (!isRecord(delta)) return false;
  switch (delta['type']) {
    case 'text_delta':
      return typeof delta['text'] === 'string';
    case 'input_json_delta':
      return typeof delta['partial_json'] === 'string';
    case 'thinking_delta':
      return typeof delta['thinking'] === 'string';
    default:
      return false;
  }
}

/** Blocks as `eventSchemas` wants them, but for the rare one that names two models. */
function isSoundBlock(block: unknown): boolean {
  if (!isRecord(block)) return false;
  switch (block['type']) {
    case 'text':
      return isText(block['text']) && (block['citations'] == null || Array.isArray(block['citations']));
    case 'thinking':
      return isText(block['thinking']) && isText(block['signature']);
    default:
      return typeof block['type'] === 'string' && block['type'] !== 'fallback';
  }
}

/** Servers leave empty texts out, or say null. */
function isText(value: unknown): boolean {
  return value == null || typeof value === 'string';
}

function isIndex(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
