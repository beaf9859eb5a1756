import type { AnthropicError } from '../errors/anthropic-error.ts';
import { restoreError, type StoredError } from '../errors/stored-error.ts';
import { MalformedEventError, ProducerLostError, UnknownStreamError } from '../index.ts';
import { parseJSON } from '../types/parse-json.ts';

/** The end of a reply, in the form of the log. */
export type ReplyEnd =
  /** With the number of its events, so that no reader mistakes a part for the whole. */
  | { readonly end: 'complete'; readonly events?: number }
  | { readonly end: 'lost' }
  /** `deleted` where its events were dropped as well. */
  | { readonly end: 'stopped'; readonly deleted?: true }
  | { readonly end: 'error'; readonly error: StoredError };

/** The part of the stored error that a browser may see: without addresses, the set-up of the server and foreign errors. */
export function hideError({ name, message, ...fields }: StoredError): StoredError {
  const isPrivate = ['AnthropicError', 'InvalidParamsError', 'NotAnEventStreamError'].includes(name);
  const { status, body } = fields;
  // An answer without the API's own body is that of a server in between.
  const ofNetwork = name.startsWith('API') || status !== undefined ? !isAPIBody(body) : false;
  if (!isPrivate && !ofNetwork) return { name, message, ...fields };
  return { name: name === 'InvalidParamsError' ? 'AnthropicError' : name, message: 'The reply failed.', status };
}

/** The error that readers of the reply get, or `undefined` if they complete. */
export function errorOf(id: string, end: ReplyEnd): AnthropicError | undefined {
  if (end.end === 'lost') return new ProducerLostError(id);
  if (end.end === 'stopped' && end.deleted) return new UnknownStreamError(id);
  return end.end === 'error' ? restoreError(end.error) : undefined;
}

const ends: readonly unknown[] = ['complete', 'lost', 'stopped', 'error'] satisfies ReplyEnd['end'][];

/** The same for a frame of a relay, which is of another version perhaps, or was changed by a server in between. */
export function errorOfFrame(id: string, data: string): AnthropicError | undefined {
  const end = parseJSON(data) as ReplyEnd | undefined; // checked next
  if (end === undefined) return new MalformedEventError({ data });
  try {
    if (ends.includes(end.end)) return errorOf(id, end);
  } catch {
    // Its fields are wrong too.
  }
  return new MalformedEventError({ data, issues: [{ path: 'end', message: 'not an end of a reply' }] });
}

function isAPIBody(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'type' in body && body.type === 'error' && 'error' in body;
}
