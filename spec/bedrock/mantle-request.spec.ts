import { describe, expect, it } from '@jest/globals';
import { mantleRequest } from '../../lib/bedrock/mantle-request.ts';

describe('mantleRequest', () => {
  it('moves the user profile to the body', () => {
    const headers = new Headers({ 'anthropic-user-profile-id': 'profile', 'x-other': 'yes' });
    const request = { url: 'https://mantle.example', headers, body: '{"max_tokens":1}' };
    const converted = mantleRequest(request);
    expect(converted.body).toBe('{"max_tokens":1,"user_profile_id":"profile"}');
    expect(Object.fromEntries(converted.headers)).toEqual({ 'x-other': 'yes' });
    expect(request.headers.has('anthropic-user-profile-id')).toBe(true);
  });

  it('returns a request without one unchanged', () => {
    const request = { url: 'https://mantle.example', headers: new Headers(), body: 'any text' };
    expect(mantleRequest(request)).toBe(request);
  });
});
