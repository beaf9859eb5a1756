import { describe, expect, it } from '@jest/globals';
import { passedHeaders } from '../../lib/relay/passed-headers.ts';

describe('passedHeaders', () => {
  it('keeps what a client needs, and nothing of the account', () => {
    const kept = { 'request-id': 'req_1', 'retry-after': '7', 'retry-after-ms': '7000', 'x-should-retry': 'true' };
    const headers = new Headers({
      ...kept,
      'set-cookie': 'a',
      'anthropic-organization-id': 'org',
      'content-type': 'x',
    });
    expect(Object.fromEntries(passedHeaders(headers))).toEqual(kept);
  });

  it('is empty without headers, or with empty ones', () => {
    expect([...passedHeaders(undefined), ...passedHeaders(new Headers({ 'request-id': '' }))]).toEqual([]);
  });
});
