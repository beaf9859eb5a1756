import type { Issue } from '../types/issue.ts';
import { AnthropicError, isAnthropicError } from './anthropic-error.ts';
import { APIConnectionError } from './api-connection-error.ts';
import { isAPIError } from './api-error.ts';
import { APITimeoutError } from './api-timeout-error.ts';
import { APIUserAbortError } from './api-user-abort-error.ts';
import { createAPIError } from './create-api-error.ts';
import { hasShortJSON } from './has-short-json.ts';
import { IncompleteStreamError } from './incomplete-stream-error.ts';
import { InvalidParamsError } from './invalid-params-error.ts';
import { LogLostError } from './log-lost-error.ts';
import { MalformedEventError } from './malformed-event-error.ts';
import { MalformedStreamError } from './malformed-stream-error.ts';
import { NotAnEventStreamError } from './not-an-event-stream-error.ts';
import { ProducerLostError } from './producer-lost-error.ts';
import { reasonOf } from './reason-of.ts';
import { type Deadline, StreamDeadlineError } from './stream-deadline-error.ts';
import { ToolError } from './tool-error.ts';
import { UnknownStreamError } from './unknown-stream-error.ts';

/** An error as JSON. */
export interface StoredError {
  readonly name: string;
  readonly message: string;
  /** The own fields of its class. */
  readonly status?: number | undefined;
  readonly body?: unknown;
  readonly requestId?: string | null | undefined;
  readonly retryAfter?: number | undefined;
  readonly deadline?: Deadline | undefined;
  readonly after?: number | undefined;
  readonly issues?: readonly Issue[] | undefined;
  readonly data?: string | undefined;
  readonly contentType?: string | null | undefined;
  readonly id?: string | undefined;
  readonly problem?: string | undefined;
}

/** Fields that errors of other classes keep under the same name. */
const ownFields = ['deadline', 'after', 'issues', 'data', 'contentType', 'status', 'body', 'id', 'problem'] as const;

/** The longest text of a field, in characters, and the most items of a list. */
const longest = 64 * 1024;
const most = 100;

/** The error as plain data, of which each field has short JSON. */
export function storeError(error: unknown): StoredError {
  // A foreign error may have any content, and need not be an `Error`.
  if (!isAnthropicError(error)) return { name: 'AnthropicError', message: `The source failed: ${reasonOf(error)}` };
  const { name } = error;
  const message = short(error.message) as string; // texts stay texts
  if (isAPIError(error)) {
    const { status, type, apiMessage, requestId, retryAfter } = error;
    const rest = { type: 'error', error: { type: short(type), message: apiMessage } };
    const body = error.error === undefined ? undefined : (short(error.error) ?? rest);
    return { name, message, status, body, requestId, retryAfter };
  }
  const own = ownFields.map((field): [string, unknown] => [field, short(Reflect.get(error, field))]);
  return { name, message, ...Object.fromEntries(own) };
}

/** A shortened text or list; `undefined` for any other value without short JSON. */
function short(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, longest);
  const part: unknown = Array.isArray(value) ? value.slice(0, most) : value;
  return hasShortJSON(part) ? part : undefined;
}

/** Creates the error again, with its class. */
export function restoreError(stored: StoredError): AnthropicError {
  const { name, message, body, issues = [], data = '', contentType = null, requestId = null, ...fields } = stored;
  if (name === 'APIConnectionError') return new APIConnectionError(message, { requestId });
  if (name === 'APITimeoutError') return new APITimeoutError(message);
  if (name === 'APIUserAbortError') return new APIUserAbortError(message);
  if (name === 'IncompleteStreamError') return new IncompleteStreamError(message);
  if (name === 'MalformedStreamError') return new MalformedStreamError(message);
  if (name === 'MalformedEventError') return new MalformedEventError(issues.length > 0 ? { data, issues } : { data });
  if (name === 'ToolError') return new ToolError(message);
  if (name === 'InvalidParamsError') return new InvalidParamsError(issues);
  if (name === 'StreamDeadlineError') return new StreamDeadlineError(fields.deadline ?? 'total', fields.after ?? 0);
  if (name === 'ProducerLostError') return new ProducerLostError(fields.id ?? '');
  if (name === 'UnknownStreamError') return new UnknownStreamError(fields.id ?? '');
  if (name === 'LogLostError') return new LogLostError(fields.id ?? '', fields.problem ?? '');
  if (name === 'NotAnEventStreamError') {
    const shown = typeof body === 'string' ? body : '';
    return new NotAnEventStreamError({ contentType, body: shown, status: fields.status ?? 0, requestId });
  }
  if (body === undefined && fields.status === undefined) return new AnthropicError(message);
  return createAPIError({
    ...(fields.status === undefined ? {} : { status: fields.status }),
    text: typeof body === 'string' ? body : JSON.stringify(body ?? { error: { message } }),
    headers: requestId === null ? undefined : new Headers({ 'request-id': requestId }),
    retryAfter: fields.retryAfter,
  });
}
