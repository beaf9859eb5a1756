import type { APIError, APIErrorFields } from './api-error.ts';
import { AuthenticationError } from './authentication-error.ts';
import { BadRequestError } from './bad-request-error.ts';
import { ConflictError } from './conflict-error.ts';
import { ContentTooLargeError } from './content-too-large-error.ts';
import { GatewayTimeoutError } from './gateway-timeout-error.ts';
import { InternalServerError } from './internal-server-error.ts';
import { NotFoundError } from './not-found-error.ts';
import { OverloadedError } from './overloaded-error.ts';
import { PaymentRequiredError } from './payment-required-error.ts';
import { PermissionDeniedError } from './permission-denied-error.ts';
import { RateLimitError } from './rate-limit-error.ts';

export type APIErrorClass = new (message: string, fields: APIErrorFields) => APIError;

type Kind = readonly [type: string, statuses: readonly number[], errorClass: APIErrorClass, otherNames: string];

/**
 * The API's kinds of errors: their statuses, their class, and what other clouds and gateways call them: lower-case
 * letters, without a final "error" or "exception".
 */
export const apiErrorKinds: readonly Kind[] = [
  [
    'invalid_request_error',
    [400],
    BadRequestError,
    'badrequest contextlengthexceeded failedprecondition invalidargument validation',
  ],
  [
    'authentication_error',
    [401],
    AuthenticationError,
    'expiredtoken invalidapikey unauthenticated unauthorized unrecognizedclient',
  ],
  ['billing_error', [402], PaymentRequiredError, 'insufficientquota paymentrequired'],
  ['permission_error', [403], PermissionDeniedError, 'accessdenied forbidden permissiondenied'],
  ['not_found_error', [404], NotFoundError, 'modelnotfound resourcenotfound'],
  ['conflict_error', [409], ConflictError, 'conflict'],
  ['request_too_large', [413], ContentTooLargeError, 'contenttoolarge payloadtoolarge'],
  [
    'rate_limit_error',
    [429],
    RateLimitError,
    'ratelimited ratelimitexceeded resourceexhausted servicequotaexceeded throttled throttling toomanyrequests',
  ],
  ['timeout_error', [504, 408], GatewayTimeoutError, 'deadlineexceeded gatewaytimeout modeltimeout requesttimeout'],
  ['api_error', [], InternalServerError, 'badgateway internal internalfailure internalserver model modelstream server'],
  ['overloaded_error', [529, 503], OverloadedError, 'modelnotready serviceunavailable unavailable'],
];

/**
 * The API's `error.type` for a name or status of another cloud, such as `throttlingException`,
 * `RESOURCE_EXHAUSTED` or 429; `undefined` for anything else.
 */
export function apiErrorType(given: unknown): string | undefined {
  const status = typeof given === 'string' && /^\d{3}$/.test(given) ? Number(given) : given;
  if (typeof status === 'number')
    return apiErrorKinds.find(([, statuses]) => statuses.includes(status))?.[0] ?? kindOfStatus(status);
  return typeof given === 'string' ? kindNamed(given) : undefined;
}

/** The HTTP status of the API's `error.type`. */
export function statusOfType(type: string | undefined): number | undefined {
  const kind = apiErrorKinds.find(([name]) => name === type);
  return kind && (kind[1][0] ?? 500);
}

function kindNamed(name: string): string | undefined {
  const letters = lettersOf(name);
  return apiErrorKinds.find(([type, , , names]) => [lettersOf(type), ...names.split(' ')].includes(letters))?.[0];
}

function kindOfStatus(status: number): string | undefined {
  if (status >= 500 && status <= 599) return 'api_error';
  return status >= 400 && status <= 499 ? 'invalid_request_error' : undefined;
}

/** AWS writes `com.amazon…#ThrottlingException:http://…`. */
function lettersOf(name: string): string {
  const [, last = name] = /^(?:.*#)?([^#:]+)(?::.*)?$/.exec(name.slice(0, 200)) ?? [];
  return last
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
    .replace(/(?:exception|error)+$/, '');
}
