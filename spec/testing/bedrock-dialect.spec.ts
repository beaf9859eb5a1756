import { describe, expect, it } from '@jest/globals';
import { awsDialect, bedrockDialect } from '../../lib/testing/bedrock-dialect.ts';
import { incomingCall } from '../support/incoming-call.ts';

const { read } = bedrockDialect(undefined);
const invoke = (url: string, body: object = {}, changes = {}) =>
  read(incomingCall(url, { text: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', ...body }), ...changes }));

describe('bedrockDialect', () => {
  it('reads a request of InvokeModel', () => {
    expect(invoke('/model/claude-v1%3A0/invoke-with-response-stream', { max_tokens: 1 })).toEqual({
      endpoint: 'messages',
      body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, model: 'claude-v1:0', stream: true },
      version: '2023-05-31',
      form: 'aws',
      framed: true,
    });
    expect(invoke('/model/m/invoke')).toMatchObject({ framed: false, body: { model: 'm' } });
  });

  it('serves the Messages API under /anthropic', () => {
    expect(read(incomingCall('/anthropic/v1/messages/count_tokens'))).toMatchObject({ endpoint: 'count_tokens' });
    expect(read(incomingCall('/v1/messages')).problem).toMatchObject({ status: 404, form: 'aws' });
  });

  it.each([
    ['another method', {}, { method: 'GET' }, 405],
    ['no credential', {}, { headers: new Headers() }, 403],
    ['a model in the body', { model: 'm' }, {}, 400],
    ['stream in the body', { stream: true }, {}, 400],
    ['no version', {}, { text: '{}' }, 400],
  ])('rejects %s', (_, body, changes, status) => {
    expect(invoke('/model/m/invoke', body, changes).problem).toMatchObject({ status, form: 'aws' });
  });
});

describe('awsDialect', () => {
  it('requires a workspace', () => {
    const incoming = incomingCall('/v1/messages');
    expect(awsDialect(undefined).read(incoming).problem).toMatchObject({ status: 400, form: 'aws' });
    incoming.headers.set('anthropic-workspace-id', 'wrkspc_01');
    expect(awsDialect(undefined).read(incoming).problem).toBeUndefined();
  });
});
