import { describe, expect, it } from '@jest/globals';
import { foundryDialect, googleCloudDialect } from '../../lib/testing/hosted-dialects.ts';
import { incomingCall } from '../support/incoming-call.ts';

const version = { 'anthropic-version': '2023-06-01' };

describe.each([
  ['foundryDialect', foundryDialect, 'azure'],
  ['googleCloudDialect', googleCloudDialect, 'google'],
] as const)('%s', (_, { base, read }, form) => {
  it('serves the Messages API under its path', () => {
    expect(read(incomingCall(`${base}/v1/messages`))).toEqual({
      endpoint: 'messages',
      body: {},
      version: '2023-06-01',
      form: 'api',
    });
    expect(read(incomingCall('/v1/messages')).problem).toMatchObject({ status: 404, form });
  });

  it('rejects a request without a credential', () => {
    const headers = new Headers(version);
    expect(read(incomingCall(`${base}/v1/messages`, { headers })).problem).toMatchObject({ status: 401, form });
  });
});

describe('foundryDialect', () => {
  it.each(['x-api-key', 'api-key'])('accepts a key in %s', (name) => {
    const headers = new Headers({ ...version, [name]: 'key' });
    expect(foundryDialect.read(incomingCall('/anthropic/v1/messages', { headers })).problem).toBeUndefined();
  });
});

describe('googleCloudDialect', () => {
  it('accepts no key of the API', () => {
    const headers = new Headers({ ...version, 'x-api-key': 'key' });
    const url = `${googleCloudDialect.base}/v1/messages`;
    expect(googleCloudDialect.read(incomingCall(url, { headers })).problem).toMatchObject({ status: 401 });
  });
});
