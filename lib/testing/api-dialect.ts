import { apiHeaders } from './api-headers.ts';
import { type Call, type Dialect, type IncomingCall, parsedBody } from './dialect.ts';
import type { ErrorForm, RequestProblem } from './problem-reply.ts';

/** A server with the Messages API under a path, and with its own kind of credentials. */
export interface ApiServer {
  /** The path before `/v1/messages`. */
  readonly base: RegExp;
  /** Why the server does not admit a request. */
  readonly refuse: (incoming: IncomingCall) => RequestProblem | undefined;
  /** The form of its errors. */
  readonly form: ErrorForm;
}

/** Reads a request to such a server, in the API's order: path, method, credential, version, body. */
export function readApiCall({ base, refuse, form }: ApiServer, incoming: IncomingCall): Call {
  const { method, path, headers, text } = incoming;
  const [, start = '', count] = /^(.*)\/v1\/messages(\/count_tokens)?$/.exec(path) ?? [undefined, 'none'];
  const version = headers.get('anthropic-version') ?? '';
  const call: Call = {
    endpoint: count === undefined ? 'messages' : 'count_tokens',
    body: parsedBody(text),
    version,
    form: 'api',
  };
  const [whole] = base.exec(start) ?? [];
  if (whole !== start) return { ...call, endpoint: 'other', problem: { ...notFound(path), form } };
  if (method !== 'POST') return { ...call, problem: { ...notAllowed, form } };
  const refusal = refuse(incoming);
  if (refusal) return { ...call, problem: { ...refusal, form } };
  return version === ''
    ? { ...call, problem: { ...invalid('anthropic-version: header is required'), form: 'api' } }
    : call;
}

/** The Messages API of Anthropic. */
export const anthropicDialect: Dialect = {
  base: '',
  read: (incoming) => readApiCall(anthropic, incoming),
  headers: apiHeaders,
};

const anthropic: ApiServer = {
  base: /^$/,
  refuse: ({ headers }) =>
    headers.get('x-api-key') || hasBearer(headers)
      ? undefined
      : { status: 401, type: 'authentication_error', message: 'x-api-key header is required' },
  form: 'api',
};

/** Whether a request has a bearer token. */
export function hasBearer(headers: Headers): boolean {
  return /^Bearer ./i.test(headers.get('authorization') ?? '');
}

export function invalid(message: string): RequestProblem {
  return { status: 400, type: 'invalid_request_error', message };
}

export function notFound(path: string): RequestProblem {
  return { status: 404, type: 'not_found_error', message: `Not found: ${path}` };
}

export const notAllowed: RequestProblem = { status: 405, type: 'invalid_request_error', message: 'Method Not Allowed' };
