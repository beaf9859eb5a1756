import { describe, expect, it } from '@jest/globals';
import { anthropicDialect, hasBearer } from '../../lib/testing/api-dialect.ts';
import { incomingCall } from '../support/incoming-call.ts';

const { read } = anthropicDialect;

describe('anthropicDialect', () => {
  it('reads the endpoint, the body and the version', () => {
    expect(read(incomingCall('/v1/messages?beta=true', { text: '{"model":"m"}' }))).toEqual({
      endpoint: 'messages',
      body: { model: 'm' },
      version: '2023-06-01',
      form: 'api',
    });
    expect(read(incomingCall('/v1/messages/count_tokens')).endpoint).toBe('count_tokens');
  });

  it.each([
    ['another path', '/v1/models', {}, 404],
    ['a path in front', '/anthropic/v1/messages', {}, 404],
    ['another method', '/v1/messages', { method: 'GET' }, 405],
    ['no credential', '/v1/messages', { headers: new Headers() }, 401],
    ['no version', '/v1/messages', { headers: new Headers({ 'x-api-key': 'k' }) }, 400],
  ])('rejects %s', (_, url, changes, status) => {
    expect(read(incomingCall(url, changes)).problem).toMatchObject({ status, form: 'api' });
  });
});

describe('hasBearer', () => {
  it.each([
    ['Bearer x', true],
    ['bearer x', true],
    ['Bearer ', false],
    ['Basic x', false],
  ])('of %j is %s', (authorization, has) => {
    expect(hasBearer(new Headers({ authorization }))).toBe(has);
  });
});
