/** The names of other clouds and gateways for the API's error types, in lower case and letters only. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  invalid_request_error: [
    'badrequest',
    'contextlengthexceeded',
    'failedprecondition',
    'invalidargument',
    'invalidrequest',
    'validation',
  ],
  authentication_error: ['expiredtoken', 'invalidapikey', 'unauthenticated', 'unauthorized', 'unrecognizedclient'],
  billing_error: ['insufficientquota', 'paymentrequired'],
  permission_error: ['accessdenied', 'forbidden', 'permissiondenied'],
  not_found_error: ['modelnotfound', 'notfound', 'resourcenotfound'],
  conflict_error: ['conflict'],
  request_too_large: ['contenttoolarge', 'payloadtoolarge', 'requesttoolarge'],
  rate_limit_error: [
    'ratelimit',
    'ratelimited',
    'ratelimitexceeded',
    'resourceexhausted',
    'servicequotaexceeded',
    'throttled',
    'throttling',
    'toomanyrequests',
  ],
  timeout_error: ['deadlineexceeded', 'gatewaytimeout', 'modeltimeout', 'requesttimeout', 'timeout'],
  api_error: ['api', 'badgateway', 'internal', 'internalserver', 'model', 'modelerror', 'modelstreamerror', 'server'],
  overloaded_error: ['modelnotready', 'overloaded', 'serviceunavailable', 'unavailable'],
};

const byName = new Map(
  Object.entries(kinds).flatMap(([type, names]) => [type, ...names].map((name) => [lettersOf(name), type] as const)),
);

const byStatus = new Map([
  [400, 'invalid_request_error'],
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [408, 'timeout_error'],
  [409, 'conflict_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [503, 'overloaded_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
]);

/**
 * The API's `error.type` for a name or status of another cloud, such as `throttlingException`,
 * `RESOURCE_EXHAUSTED` or 429; `undefined` for anything else.
 */
export function apiErrorType(given: unknown): string | undefined {
  const status = typeof given === 'string' && /^\d{3}$/.test(given) ? Number(given) : given;
  if (typeof status === 'number') return byStatus.get(status) ?? kindOfStatus(status);
  return typeof given === 'string' ? byName.get(lettersOf(given)) : undefined;
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
