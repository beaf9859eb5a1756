import { describe, expect, it } from '@jest/globals';
import { errorBody } from '../../lib/testing/index.ts';

describe('errorBody', () => {
  it('has a request id only if one is passed', () => {
    expect(errorBody('api_error', 'No').request_id).toBeNull();
  });
});
