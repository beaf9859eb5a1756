import { describe, expect, it } from '@jest/globals';
import { apiErrorKinds, apiErrorType, statusOfType } from '../../lib/errors/api-error-kinds.ts';

describe('apiErrorKinds', () => {
  it('list each type, status and other name once', () => {
    const all = apiErrorKinds.flatMap(([type, statuses, , names]) => [type, ...statuses, ...names.split(' ')]);
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
  });

  it.each(apiErrorKinds.map(([type, statuses, , names]) => ({ type, statuses, names })))(
    'find $type by its own name, statuses and other names',
    ({ type, statuses, names }) => {
      const given = [type, ...statuses, ...statuses.map(String), ...names.split(' ')];
      expect(given.map(apiErrorType)).toEqual(given.map(() => type));
    },
  );
});

describe('apiErrorType', () => {
  it.each<[unknown, string | undefined]>([
    ['throttlingException', 'rate_limit_error'],
    ['RESOURCE_EXHAUSTED', 'rate_limit_error'],
    ['ModelStreamErrorException', 'api_error'],
    ['com.amazon.coral.service#ThrottlingException:http://internal.amazon.com/', 'rate_limit_error'],
    ['aws#ValidationException', 'invalid_request_error'],
    ['AccessDenied:', 'permission_error'],
    ['rate-limited', 'rate_limit_error'],
    [400, 'invalid_request_error'],
    [418, 'invalid_request_error'],
    [499, 'invalid_request_error'],
    [500, 'api_error'],
    [502, 'api_error'],
    [599, 'api_error'],
    ['418', 'invalid_request_error'],
    [200, undefined],
    [399, undefined],
    [600, undefined],
    ['4290', undefined],
    ['x429', undefined],
    ['429 Too Many Requests', 'rate_limit_error'],
    ['Error', undefined],
    ['sparkle_error', undefined],
    ['', undefined],
    [null, undefined],
    [{}, undefined],
  ])('of %p is %p', (given, type) => {
    expect(apiErrorType(given)).toBe(type);
  });

  it('reads the first 200 characters of a name', () => {
    expect(apiErrorType(`throttling${' '.repeat(190)}x`)).toBe('rate_limit_error');
    expect(apiErrorType(`throttling${' '.repeat(189)}x`)).toBeUndefined();
  });
});

describe('statusOfType', () => {
  it.each([
    ['invalid_request_error', 400],
    ['overloaded_error', 529],
    ['api_error', 500],
    ['sparkle_error', undefined],
    [undefined, undefined],
  ])('of %s is %s', (type, status) => {
    expect(statusOfType(type)).toBe(status);
  });
});
