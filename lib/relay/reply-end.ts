import { createAPIError } from '../errors/create-api-error.ts';
import {
  AnthropicError,
  APIConnectionError,
  APITimeoutError,
  APIUserAbortError,
  type Deadline,
  IncompleteStreamError,
  InvalidParamsError,
  isAnthropicError,
  isAPIError,
  type Issue,
  LogLostError,
  MalformedEventError,
  MalformedStreamError,
  NotAnEventStreamError,
  ProducerLostError,
  StreamDeadlineError,
  UnknownStreamError,
} from '../index.ts';

/** The end of a reply, in the form of the log. */
export type ReplyEnd =
  | { readonly end: 'complete' | 'lost' }
  /** `deleted` where its events were dropped as well. */
  | { readonly end: 'stopped'; readonly deleted?: true }
  | { readonly end: 'error'; readonly error: StoredError };

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

export function storeError(error: unknown): StoredError {
  // A foreign error may have any content, and need not be an `Error`.
  if (!isAnthropicError(error)) return { name: 'AnthropicError', message: `The source failed: ${reasonOf(error)}` };
  const { name, message } = error;
  if (isAPIError(error)) {
    const { status, error: body, requestId, retryAfter } = error;
    return { name, message, status, body, requestId, retryAfter };
  }
  const own = Object.fromEntries(ownFields.map((field): [string, unknown] => [field, Reflect.get(error, field)]));
  return { name, message, ...own };
}

/** The part of the stored error that a browser may see: without addresses, the set-up of the server and foreign errors. */
export function hideError({ name, message, ...fields }: StoredError): StoredError {
  const isPrivate = ['AnthropicError', 'InvalidParamsError', 'NotAnEventStreamError'].includes(name);
  const { status, body } = fields;
  // An answer without the API's own body is that of a server in between.
  const ofNetwork = name.startsWith('API') || status !== undefined ? !isAPIBody(body) : false;
  if (!isPrivate && !ofNetwork) return { name, message, ...fields };
  return { name: name === 'InvalidParamsError' ? 'AnthropicError' : name, message: 'The reply failed.', status };
}

/** Makes the error of its class again. */
function restoreError(stored: StoredError): AnthropicError {
  const { name, message, body, issues = [], data = '', contentType = null, requestId = null, ...fields } = stored;
  if (name === 'APIConnectionError') return new APIConnectionError(message, { requestId });
  if (name === 'APITimeoutError') return new APITimeoutError(message);
  if (name === 'APIUserAbortError') return new APIUserAbortError(message);
  if (name === 'IncompleteStreamError') return new IncompleteStreamError(message);
  if (name === 'MalformedStreamError') return new MalformedStreamError(message);
  if (name === 'MalformedEventError') return new MalformedEventError(issues.length > 0 ? { data, issues } : { data });
  if (name === 'InvalidParamsError') return new InvalidParamsError(issues);
  if (name === 'StreamDeadlineError') return new StreamDeadlineError(fields.deadline ?? 'total', fields.after ?? 0);
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

/** The error that readers of the reply get, or `undefined` if they complete. */
export function errorOf(id: string, end: ReplyEnd): AnthropicError | undefined {
  if (end.end === 'lost') return new ProducerLostError(id);
  if (end.end === 'stopped' && end.deleted) return new UnknownStreamError(id);
  return end.end === 'error' ? restoreError(end.error) : undefined;
}

function isAPIBody(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'type' in body && body.type === 'error' && 'error' in body;
}

function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
