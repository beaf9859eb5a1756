import { describe, expect, it } from '@jest/globals';
import { vertexDialect } from '../../lib/testing/vertex-dialect.ts';
import { incomingCall } from '../support/incoming-call.ts';

const models = '/v1/projects/p/locations/global/publishers/anthropic/models';
const read = (end: string, body: object = {}, changes = {}) =>
  vertexDialect.read(
    incomingCall(`${models}/${end}`, {
      text: JSON.stringify({ anthropic_version: 'vertex-2023-10-16', ...body }),
      ...changes,
    }),
  );

describe('vertexDialect', () => {
  it('reads the model from the address', () => {
    expect(read('claude%3Bx@1:streamRawPredict', { stream: true })).toEqual({
      endpoint: 'messages',
      body: { anthropic_version: 'vertex-2023-10-16', model: 'claude;x@1', stream: true },
      version: '2023-10-16',
      form: 'api',
    });
  });

  it('reads the model of count_tokens from the body', () => {
    expect(read('count-tokens:rawPredict', { model: 'm' })).toEqual({
      endpoint: 'count_tokens',
      body: { anthropic_version: 'vertex-2023-10-16', model: 'm' },
      version: '2023-10-16',
      form: 'api',
    });
  });

  it.each([
    ['another path', 'm:predict', {}, {}, 404, 'google'],
    ['another method', 'm:rawPredict', {}, { method: 'GET' }, 405, 'google'],
    ['no token', 'm:rawPredict', {}, { headers: new Headers() }, 401, 'google'],
    ['a model in the body', 'm:rawPredict', { model: 'm' }, {}, 400, 'api'],
    ['a stream at the address of a message', 'm:rawPredict', { stream: true }, {}, 400, 'api'],
    ['no stream at the address of a stream', 'm:streamRawPredict', {}, {}, 400, 'api'],
    ['no version', 'm:rawPredict', {}, { text: '{}' }, 400, 'api'],
  ])('rejects %s', (_, end, body, changes, status, form) => {
    expect(read(end, body, changes).problem).toMatchObject({ status, form });
  });
});
