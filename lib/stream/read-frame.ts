import { apiErrorType } from '../errors/api-error-kinds.ts';
import { readErrorEnvelope } from '../errors/error-envelope.ts';
import { isRecord } from '../errors/is-record.ts';
import { parseJSON } from '../types/parse-json.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';

/** The kind of a server-sent event that is not an event of a message; `broken` means invalid JSON. */
export type OtherFrame = 'broken' | 'done' | 'error' | 'foreign' | 'ping';

const eventNames = [
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
] as const;
const named: ReadonlySet<unknown> = new Set(eventNames);

/** Whether an event has one of the API's own names. */
export function isEventName(name: unknown): boolean {
  return named.has(name);
}

/**
 * The decoded event of a frame, or the kind of the frame. Gateways add frames between events; only an event or an error
 * of the API can fail a stream.
 */
export function readFrame({ event: name, data }: ServerSentEvent): Readonly<Record<string, unknown>> | OtherFrame {
  if (name === 'ping') return 'ping';
  const value = parseJSON(data);
  const object = isRecord(value) ? value : undefined;
  const type = object?.['type'];
  // Nearly every frame is a delta; a comparison costs less than a look-up.
  if (object && name !== 'error' && (type === 'content_block_delta' || named.has(type))) return object;
  if (name === 'error' || isErrorType(name)) return 'error';
  if (!object) {
    if (isDone(value ?? data)) return 'done';
    const isBroken = value === undefined && data.trim() !== '' && (named.has(name) || beginsAsEvent(data));
    return isBroken ? 'broken' : 'foreign';
  }
  if (type === 'ping') return 'ping';
  if (typeof type === 'string') return type === 'error' || isErrorType(type) ? 'error' : object;
  // Without a type: an error in another envelope, or an event whose only type is its name.
  if (readErrorEnvelope(object)) return 'error';
  return named.has(name) && !Array.isArray(object) ? { ...object, type: name } : 'foreign';
}

/** Whether a name is an error type, such as `overloaded_error` or `throttlingException`. */
function isErrorType(name: string | undefined): boolean {
  return name !== undefined && /(?:error|exception)$/i.test(name) && apiErrorType(name) !== undefined;
}

function isDone(data: unknown): boolean {
  return typeof data === 'string' && /^\W*done\W*$/i.test(data);
}

/** Whether broken JSON may be an event of the API: it names one, or ends before its name. */
function beginsAsEvent(data: string): boolean {
  const begin = data.slice(0, 1_000).replace(/\s+/g, '');
  if (eventNames.some((type) => `{"type":"${type}"`.startsWith(begin))) return true;
  const [, type] = /"type":"([^"]*)"/.exec(begin) ?? [];
  return begin.startsWith('{') && named.has(type);
}
