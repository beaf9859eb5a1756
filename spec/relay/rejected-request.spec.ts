import { describe, expect, it } from '@jest/globals';
import { invalidRequest, notAllowed, RejectedRequest } from '../../lib/relay/rejected-request.ts';

describe('RejectedRequest', () => {
  it.each([
    [new RejectedRequest(405, 'a_type', 'No.', { allow: 'POST' }), 405, 'a_type', { allow: 'POST' }],
    [invalidRequest('No.'), 400, 'invalid_request_error', {}],
    [notAllowed('No.'), 403, 'permission_error', {}],
  ])('%#: has the status and the type of the API', (error, status, type, headers) => {
    expect(error).toMatchObject({ name: 'RejectedRequest', message: 'No.', status, type, headers });
  });
});
