import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { bedrock, type BedrockEndpoint, type BedrockOptions } from '../../lib/bedrock/index.ts';
import { AnthropicClient } from '../../lib/index.ts';
import { fakeFetch, type FakeReply, invokeModelBody, messageEvents } from '../../lib/testing/index.ts';
import { awsCredentials } from '../support/clouds.ts';
import { params } from '../support/params.ts';

const region = 'eu-west-1';
const events = messageEvents('Hi');
const framed = { headers: { 'content-type': 'application/vnd.amazon.eventstream' }, body: invokeModelBody(events) };

/** The request that a client sends. */
async function sent(options: Partial<BedrockOptions>, more: object = {}, reply: FakeReply = events) {
  const fetch = fakeFetch(reply);
  const client = new AnthropicClient(bedrock({ region, authToken: 'token', fetch, ...options }));
  const reply$ = client.beta.messages.stream({ ...params, ...more });
  expect(await lastValueFrom(reply$.pipe(toArray()))).toEqual(events);
  return fetch.requests[0]!;
}

describe('bedrock', () => {
  it.each<[BedrockEndpoint | undefined, string, string]>([
    [undefined, 'https://bedrock-runtime.eu-west-1.amazonaws.com/anthropic/v1/messages', 'bedrock'],
    ['messages', 'https://bedrock-runtime.eu-west-1.amazonaws.com/anthropic/v1/messages', 'bedrock'],
    ['mantle', 'https://bedrock-mantle.eu-west-1.api.aws/anthropic/v1/messages', 'bedrock-mantle'],
    [
      'invoke',
      'https://bedrock-runtime.eu-west-1.amazonaws.com/model/claude-sonnet-5/invoke-with-response-stream',
      'bedrock',
    ],
  ])('sends to the endpoint %s and signs for its service', async (endpoint, url, service) => {
    const credentials = { credentials: awsCredentials, authToken: undefined };
    const request = await sent({ endpoint, ...credentials }, {}, endpoint === 'invoke' ? framed : events);
    expect(request.url).toBe(url);
    expect(request.headers.get('authorization')).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-west-1/${service}/aws4_request, SignedHeaders=host;`,
      ),
    );
  });

  it.each<BedrockEndpoint>(['messages', 'mantle', 'invoke'])('sends a token to %s', async (endpoint) => {
    const request = await sent({ endpoint }, {}, endpoint === 'invoke' ? framed : events);
    expect(request.headers.get('authorization')).toBe('Bearer token');
    expect(request.headers.get('x-amz-date')).toBeNull();
  });

  it('sends a user profile to Mantle in the body', async () => {
    const { body, headers } = await sent({ endpoint: 'mantle' }, { user_profile_id: 'profile' });
    expect([body, headers.get('anthropic-user-profile-id')]).toMatchObject([{ user_profile_id: 'profile' }, null]);
  });

  it('sends betas of InvokeModel in the body', async () => {
    const { body } = await sent({ endpoint: 'invoke' }, { betas: ['one-2026-01-01'] }, framed);
    expect(body).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['one-2026-01-01'],
      max_tokens: 1024,
      messages: params.messages,
    });
  });

  it.each<[BedrockEndpoint, string]>([
    ['messages', 'https://vpce.example/anthropic/v1/messages'],
    ['mantle', 'https://vpce.example/anthropic/v1/messages'],
    ['invoke', 'https://vpce.example/model/claude-sonnet-5/invoke-with-response-stream'],
  ])('sends to a private endpoint of %s', async (endpoint, url) => {
    const baseURL = 'https://vpce.example';
    expect((await sent({ endpoint, baseURL }, {}, endpoint === 'invoke' ? framed : events)).url).toBe(url);
  });

  it("reports the name of an AWS error as the API's type", async () => {
    const headers = { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/', 'x-amzn-requestid': 'r1' };
    const fetch = fakeFetch(new Response('{"message":"Too many tokens"}', { status: 429, headers }));
    const client = new AnthropicClient({ ...bedrock({ region, authToken: 'token', fetch }), maxRetries: 0 });
    await expect(lastValueFrom(client.messages.stream(params))).rejects.toMatchObject({
      name: 'RateLimitError',
      type: 'rate_limit_error',
      apiMessage: 'Too many tokens',
      requestId: 'r1',
    });
  });

  it('refuses to send a credential to the address of other options', async () => {
    const fetch = fakeFetch(events);
    const options = { ...bedrock({ region, authToken: 'token', fetch }), baseURL: 'https://elsewhere.example' };
    await expect(lastValueFrom(new AnthropicClient(options).messages.stream(params))).rejects.toMatchObject({
      name: 'InvalidOptionsError',
    });
    expect(fetch.requests).toEqual([]);
  });

  it('refuses a model that would change the path', async () => {
    const fetch = fakeFetch(framed);
    const client = new AnthropicClient(bedrock({ region, endpoint: 'invoke', authToken: 'token', fetch }));
    await expect(lastValueFrom(client.messages.stream({ ...params, model: '..' }))).rejects.toMatchObject({
      name: 'InvalidParamsError',
      issues: [{ path: 'model' }],
    });
    expect(fetch.requests).toEqual([]);
  });
});
