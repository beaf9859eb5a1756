import type { ErrorCode, ErrorDetails } from '../types/error-code.ts';
import type { RateLimits } from '../types/rate-limits.ts';
import { AnthropicError, isErrorNamed } from './anthropic-error.ts';

/** The fields of an `APIError`. */
export interface APIErrorFields {
  readonly status?: number | undefined;
  readonly type?: string | undefined;
  readonly errorCode?: ErrorCode | undefined;
  readonly details?: ErrorDetails | null | undefined;
  readonly apiMessage?: string | null | undefined;
  readonly error?: unknown;
  readonly requestId?: string | null | undefined;
  readonly workspaceId?: string | null | undefined;
  readonly headers?: Headers | undefined;
  readonly rateLimits?: RateLimits | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The API rejected the call, or the connection to it failed. Status classes (`RateLimitError`, `OverloadedError`, …) and
 * the connection errors derive from it. An `error` event inside a stream uses the same classes, without `status`.
 *
 * @example Recognize one kind of error
 * ```ts
 * import { isAPIError } from 'anthropic-rxjs';
 *
 * const waitForQuota = (error: unknown) => isAPIError(error) && error.type === 'rate_limit_error';
 * ```
 */
export class APIError extends AnthropicError {
  /** HTTP status; `undefined` for connection errors and for `error` events inside a stream. */
  readonly status: number | undefined;
  /** `error.type` of the body, such as `overloaded_error`. */
  readonly type: string | undefined;
  /** `error.details.error_code` of the body: the most specific code of the API. */
  readonly errorCode: ErrorCode | undefined;
  /** `error.details` of the body, or `null`. */
  readonly details: ErrorDetails | null;
  /** `error.message` of the body: the API's message, without the advice in `message`; or `null`. */
  readonly apiMessage: string | null;
  /** The parsed body; its text if it is not valid JSON. */
  readonly error: unknown;
  /** The `request-id` of the response: quote it when you contact support. */
  readonly requestId: string | null;
  /** `anthropic-workspace-id` of the response, or `null`. */
  readonly workspaceId: string | null;
  /** Response headers; `undefined` without a response. */
  readonly headers: Headers | undefined;
  /** Rate limits of the response; `undefined` without a response. */
  readonly rateLimits: RateLimits | undefined;
  /** The wait that the server requests, in ms; `undefined` without one. */
  readonly retryAfter: number | undefined;

  constructor(message: string, fields: APIErrorFields = {}) {
    super(message, fields);
    this.status = fields.status;
    this.type = fields.type;
    this.errorCode = fields.errorCode;
    this.details = fields.details ?? null;
    this.apiMessage = fields.apiMessage ?? null;
    this.error = fields.error;
    this.requestId = fields.requestId ?? null;
    this.workspaceId = fields.workspaceId ?? null;
    this.headers = fields.headers;
    this.rateLimits = fields.rateLimits;
    this.retryAfter = fields.retryAfter;
  }

  override get name(): string {
    return 'APIError';
  }
}

/**
 * Whether a value is an `APIError` of any class, even one of another copy of the package.
 *
 * @example Read the request id
 * ```ts
 * import { isAPIError } from 'anthropic-rxjs';
 *
 * const requestId = (error: unknown) => (isAPIError(error) ? error.requestId : null);
 * ```
 */
export function isAPIError(error: unknown): error is APIError {
  return isErrorNamed(error, 'APIError');
}
