import { isFields } from '../types/is-fields.ts';
import { apiErrorType } from './api-error-kinds.ts';

type Fields = Readonly<Record<string, unknown>>;

/** More envelopes than there are gateways on the way of a request. */
const mostEnvelopes = 8;

/** The content of an error, independent of its envelope. */
export interface ErrorEnvelope {
  /** The API's error type if there is one, else the sender's. */
  readonly type: string | undefined;
  readonly message: string | undefined;
  /** Details of the API's own errors. */
  readonly details: unknown;
}

/**
 * Reads a JSON value as an error: in the API's envelope, or in that of a gateway or cloud. `undefined` for a value that
 * does not describe a failure, unless its context does (`isFailure`).
 */
export function readErrorEnvelope(value: unknown, isFailure = false): ErrorEnvelope | undefined {
  const body = fields(firstOf(value));
  if (!body) return undefined;
  const inner = innermost(body);
  if (inner !== body) return envelope(inner, body);
  const words = [body['error'], firstOf(body['errors'])].find(nonEmpty);
  if (words !== undefined) return envelope({ ...body, error: words, type: kindIn(body) ?? apiErrorType(words) }, body);
  const isError = isFailure || body['type'] === 'error' || '__type' in body || hasFailed(body);
  return isError ? envelope(body, body) : undefined;
}

/** The error inside its envelopes: each gateway on the way may add one. */
function innermost(error: Fields, depth = mostEnvelopes): Fields {
  const inner = fields(firstOf(error['error'])) ?? fields(firstOf(error['errors']));
  return inner && depth > 0 ? innermost(inner, depth - 1) : error;
}

/** Whether a message and a code report a failure; some gateways also send both to report success. */
function hasFailed(body: Fields): boolean {
  if (wordsIn(body) === undefined) return false;
  const { code } = body;
  const isCode = typeof code === 'string' || typeof code === 'number';
  return kindIn(body) !== undefined || (isCode && !/^(?:|0|2\d\d|ok|success)$/i.test(String(code)));
}

function envelope(error: Fields, body: Fields): ErrorEnvelope {
  const { type } = error;
  const sent = nonEmpty(type) && type !== 'error' ? type : undefined;
  return {
    type: kindIn(error) ?? sent,
    message: wordsIn(error) ?? wordsIn(body),
    details: error['details'] ?? null,
  };
}

/** The fields with the type of an error: `__type` of AWS, `status` of Google, `code` of most others. */
function kindIn(error: Fields): string | undefined {
  return ['type', '__type', 'code', 'status', 'statusCode'].map((key) => apiErrorType(error[key])).find(nonEmpty);
}

function wordsIn(error: Fields): string | undefined {
  return ['message', 'Message', 'error_description', 'error_message', 'detail', 'error', 'msg', 'title']
    .map((key) => error[key])
    .find(nonEmpty);
}

/** The first of several errors, else the only one. */
function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as readonly unknown[])[0] : value;
}

function fields(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

function nonEmpty(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
