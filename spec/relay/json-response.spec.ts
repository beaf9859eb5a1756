import { describe, expect, it } from '@jest/globals';
import { jsonResponse } from '../../lib/relay/json-response.ts';

describe('jsonResponse', () => {
  it('has a body that no cache stores and no browser sniffs', async () => {
    const response = jsonResponse(418, { a: 1 }, new Headers({ 'x-a': '1' }));
    expect([response.status, await response.text(), Object.fromEntries(response.headers)]).toEqual([
      418,
      '{"a":1}',
      {
        'cache-control': 'no-store',
        'content-type': 'application/json',
        'x-a': '1',
        'x-content-type-options': 'nosniff',
      },
    ]);
  });
});
