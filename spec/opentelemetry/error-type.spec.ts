import { describe, expect, it } from '@jest/globals';
import {
  APIConnectionError,
  APITimeoutError,
  APIUserAbortError,
  IncompleteStreamError,
  InvalidParamsError,
} from '../../lib/index.ts';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import { errorType } from '../../lib/opentelemetry/error-type.ts';
import { errorBody } from '../../lib/testing/index.ts';

const textOf = (type: string) => JSON.stringify(errorBody(type, 'x'));

describe('errorType', () => {
  it.each<[unknown, string]>([
    [createAPIError({ status: 529, text: textOf('overloaded_error') }), 'overloaded_error'],
    [createAPIError({ status: 429, text: textOf('rate_limit_error') }), 'rate_limit_error'],
    [createAPIError({ status: 502, text: '<html>' }), '502'],
    [createAPIError({ status: 418, text: textOf('of-a-gateway-42') }), '418'],
    [new APIConnectionError('x'), 'APIConnectionError'],
    [new APITimeoutError('x'), 'APITimeoutError'],
    [new APIUserAbortError('x'), 'APIUserAbortError'],
    [new IncompleteStreamError(), 'IncompleteStreamError'],
    [new InvalidParamsError([{ path: 'model', message: 'x' }]), 'InvalidParamsError'],
    [new TypeError('x'), '_OTHER'],
    [undefined, '_OTHER'],
  ])('of %s is %s', (error, type) => {
    expect(errorType(error)).toBe(type);
  });

  it('has few values, whatever a gateway sends', () => {
    const types = Array.from({ length: 100 }, (_, i) => {
      const error = createAPIError({ status: 500, text: textOf(`type-${i}`) });
      return errorType(error);
    });
    expect(new Set(types).size).toBe(1);
  });
});
