import { apiErrorType } from './api-error-kinds.ts';
import { isRecord } from './is-record.ts';

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
 * does not describe a failure.
 */
export function readErrorEnvelope(value: unknown): ErrorEnvelope | undefined {
  const body = fields(Array.isArray(value) ? (value as unknown[])[0] : value);
  if (!body) return undefined;
  const inner = fields(body['error']);
  if (inner) return envelope(inner, body);
  if (nonEmpty(body['error']))
    return envelope({ ...body, type: kindIn(body) ?? kindIn({ type: body['error'] }) }, body);
  return body['type'] === 'error' || '__type' in body || hasFailed(body) ? envelope(body, body) : undefined;
}

/** A message beside a code; some gateways also send both to report success. */
function hasFailed(body: Readonly<Record<string, unknown>>): boolean {
  if (wordsIn(body) === undefined) return false;
  const { code } = body;
  const isCode = typeof code === 'string' || typeof code === 'number';
  return kindIn(body) !== undefined || (isCode && !/^(?:|0|2\d\d|ok|success)$/i.test(String(code)));
}

function envelope(error: Readonly<Record<string, unknown>>, body: Readonly<Record<string, unknown>>): ErrorEnvelope {
  const { type } = error;
  const sent = nonEmpty(type) && type !== 'error' ? type : undefined;
  return {
    type: kindIn(error) ?? sent,
    message: wordsIn(error) ?? wordsIn(body),
    details: error['details'] ?? null,
  };
}

/** The fields with the type of an error: `__type` of AWS, `status` of Google, `code` of most others. */
function kindIn(error: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ['type', '__type', 'code', 'status', 'statusCode']) {
    const kind = apiErrorType(error[key]);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function wordsIn(error: Readonly<Record<string, unknown>>): string | undefined {
  return ['message', 'Message', 'error_description', 'error_message', 'detail', 'error', 'msg']
    .map((key) => error[key])
    .find(nonEmpty);
}

function fields(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) && !Array.isArray(value) ? value : undefined;
}

function nonEmpty(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
