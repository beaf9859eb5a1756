import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../lib/index.ts';
import { callAttributes, requestAttributes } from '../../lib/opentelemetry/call-attributes.ts';

const call = (params: object, baseURL = 'https://api.anthropic.com', method: Call['method'] = 'stream'): Call => ({
  method,
  params: params as Call['params'],
  baseURL,
  interceptors: [],
});

describe('callAttributes', () => {
  it.each([
    ['https://api.anthropic.com', 'anthropic', 'api.anthropic.com', 443],
    ['http://localhost:8080/api', 'anthropic', 'localhost', 8080],
    ['http://localhost', 'anthropic', 'localhost', 80],
    ['https://bedrock-runtime.us-east-1.amazonaws.com', 'aws.bedrock', 'bedrock-runtime.us-east-1.amazonaws.com', 443],
    ['https://bedrock-mantle.us-east-1.api.aws', 'aws.bedrock', 'bedrock-mantle.us-east-1.api.aws', 443],
    ['https://europe-west1-aiplatform.googleapis.com', 'gcp.vertex_ai', 'europe-west1-aiplatform.googleapis.com', 443],
    ['https://aiplatform.eu.rep.googleapis.com', 'gcp.vertex_ai', 'aiplatform.eu.rep.googleapis.com', 443],
    ['https://aiplatform.googleapis.com', 'gcp.vertex_ai', 'aiplatform.googleapis.com', 443],
    ['https://claude.googleapis.com', 'anthropic', 'claude.googleapis.com', 443],
    [
      'https://bedrock-runtime.cn-north-1.amazonaws.com.cn',
      'aws.bedrock',
      'bedrock-runtime.cn-north-1.amazonaws.com.cn',
      443,
    ],
    [
      'https://v.bedrock-runtime.us-east-1.vpce.amazonaws.com',
      'aws.bedrock',
      'v.bedrock-runtime.us-east-1.vpce.amazonaws.com',
      443,
    ],
    ['https://aws-external-anthropic.us-east-1.api.aws', 'anthropic', 'aws-external-anthropic.us-east-1.api.aws', 443],
    ['https://gateway.us-east-1.elb.amazonaws.com', 'anthropic', 'gateway.us-east-1.elb.amazonaws.com', 443],
    ['https://amazonaws.com.example', 'anthropic', 'amazonaws.com.example', 443],
  ])('of a call to %s name %s', (baseURL, provider, host, port) => {
    expect(callAttributes(call({ model: 'm' }, baseURL))).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': 'm',
      'server.address': host,
      'server.port': port,
    });
  });

  it.each([{ model: 5 }, {}, null])('of the invalid params %j, with a relative address, are two', (params) => {
    expect(callAttributes(call(params as object, '/api', 'countTokens'))).toEqual({
      'gen_ai.operation.name': 'count_tokens',
      'gen_ai.provider.name': 'anthropic',
    });
  });
});

describe('requestAttributes', () => {
  it('are the params as sent', () => {
    const params = {
      max_tokens: 5,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 3,
      stop_sequences: ['x', 1],
      output_config: { effort: 'high', format: { type: 'json_schema', schema: {} } },
      thread: { type: 'continue', previous_message_id: 'msg_0' },
      metadata: { user_id: 'hidden' },
    };
    expect(requestAttributes(call(params))).toEqual({
      'gen_ai.request.stream': true,
      'gen_ai.request.max_tokens': 5,
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.top_p': 0.9,
      'gen_ai.request.top_k': 3,
      'gen_ai.request.stop_sequences': ['x'],
      'gen_ai.request.reasoning.level': 'high',
      'gen_ai.request.previous_response.id': 'msg_0',
      'gen_ai.output.type': 'json',
    });
    expect(requestAttributes(call({ output_format: { type: 'json_schema' } }, undefined, 'create'))).toEqual({
      'gen_ai.output.type': 'json',
    });
  });

  it.each([null, undefined, 5, { max_tokens: '5', top_k: null, output_config: 1, thread: null, stop_sequences: {} }])(
    'of the invalid params %j are few',
    (params) => {
      expect(requestAttributes(call(params as object))).toEqual({ 'gen_ai.request.stream': true });
    },
  );
});
