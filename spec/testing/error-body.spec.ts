import { describe, expect, it } from '@jest/globals';
import { errorBody } from '../../lib/testing/index.ts';

describe('errorBody', () => {
  it('has no request id unless given', () => {
    expect(errorBody('api_error', 'No').request_id).toBeNull();
  });
});
