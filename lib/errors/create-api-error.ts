import type { ErrorDetails } from '../types/error-code.ts';
import { parseJSON } from '../types/parse-json.ts';
import type { RateLimits } from '../types/rate-limits.ts';
import { APIError } from './api-error.ts';
import { type APIErrorClass, apiErrorKinds, apiErrorType } from './api-error-kinds.ts';
import { AuthenticationError } from './authentication-error.ts';
import { briefOf } from './brief-of.ts';
import { ClientClosedRequestError } from './client-closed-request-error.ts';
import { ContentTooLargeError } from './content-too-large-error.ts';
import { readErrorEnvelope } from './error-envelope.ts';
import { InternalServerError } from './internal-server-error.ts';
import { NotFoundError } from './not-found-error.ts';
import { NotImplementedError } from './not-implemented-error.ts';
import { OverloadedError } from './overloaded-error.ts';
import { PreconditionFailedError } from './precondition-failed-error.ts';
import { RateLimitError } from './rate-limit-error.ts';
import { RequestHeaderFieldsTooLargeError } from './request-header-fields-too-large-error.ts';
import { RequestTimeoutError } from './request-timeout-error.ts';
import { ServiceUnavailableError } from './service-unavailable-error.ts';
import { UnprocessableEntityError } from './unprocessable-entity-error.ts';
import { isRecord } from './is-record.ts';

/** The statuses whose class is finer than that of their kind, or that have no kind. */
const byStatus = new Map<number, APIErrorClass>([
  [408, RequestTimeoutError],
  [412, PreconditionFailedError],
  [422, UnprocessableEntityError],
  [431, RequestHeaderFieldsTooLargeError],
  [499, ClientClosedRequestError],
  [501, NotImplementedError],
  [503, ServiceUnavailableError],
]);

/** The next step, for errors where one sentence helps. */
const advice = new Map<APIErrorClass, string>([
  [AuthenticationError, 'Check ANTHROPIC_API_KEY or the apiKey option.'],
  [NotFoundError, 'Check model and baseURL.'],
  [ContentTooLargeError, 'Send less: shorten the conversation or its documents.'],
  [RateLimitError, 'Wait (see error.retryAfter and error.rateLimits) or send less.'],
  [OverloadedError, 'Try again later or with another model.'],
]);

/** The readable part of an API error's body, and its context. */
export interface APIErrorSource {
  /** HTTP status; absent for an `error` event inside a stream. */
  readonly status?: number;
  /** The body, or the `data` of the event, as text. */
  readonly text: string;
  /** The name of the event, which may be the type of the error. */
  readonly name?: string | undefined;
  /** The address of the request, without query. */
  readonly url?: string;
  readonly headers?: Headers | undefined;
  readonly rateLimits?: RateLimits | undefined;
  readonly retryAfter?: number | undefined;
}

/**
 * Creates the error of the class for the status, or inside a stream for the `type`. Converts the error types of other
 * clouds to the API's.
 */
export function createAPIError(source: APIErrorSource): APIError {
  const body = parseJSON(source.text);
  const said = readErrorEnvelope(body, true);
  const type = said?.type ?? apiErrorType(source.name);
  const requestId = source.headers?.get('request-id') ?? string(record(body)?.['request_id']) ?? null;
  const errorClass = classFor(source.status, type);
  const head = [source.status, type].filter((part) => part !== undefined).join(' ') || 'error event';
  const apiMessage = said?.message?.trim().slice(0, 2_000);
  const details = record(said?.details) as ErrorDetails | undefined; // the documented type
  const asked = source.status === 404 && source.url && `The request went to ${source.url}.`;
  const parts = [`${head}: ${apiMessage ?? briefOf(source.text)}`, requestId && `(request id ${requestId})`];
  const text = parts.filter(Boolean).join(' ');
  // A message of several sentences, such as those of the proxy, has its own advice.
  const hasAdvice = /[.!?]\s+\S[^]*[.!?]$/.test(apiMessage ?? '');
  const hints = [asked, hasAdvice ? undefined : advice.get(errorClass)].filter(Boolean).join(' ');
  return new errorClass(hints === '' ? text : `${sentence(text)} ${hints}`, {
    ...source,
    type,
    errorCode: string(details?.error_code),
    details,
    apiMessage,
    workspaceId: source.headers?.get('anthropic-workspace-id'),
    error: body ?? source.text,
    requestId,
  });
}

function sentence(text: string): string {
  return /[.!?)]$/.test(text) ? text : `${text}.`;
}

function classFor(status: number | undefined, type: string | undefined): APIErrorClass {
  const kind = apiErrorKinds.find(([name, statuses]) =>
    status === undefined ? name === type : statuses.includes(status),
  );
  return byStatus.get(status ?? 0) ?? kind?.[2] ?? ((status ?? 0) >= 500 ? InternalServerError : APIError);
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
