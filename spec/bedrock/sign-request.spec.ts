import { Sha256 } from '@aws-crypto/sha256-js';
import { describe, expect, it, jest } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import type { AwsCredentials } from '../../lib/bedrock/bedrock-options.ts';
import { signRequest } from '../../lib/bedrock/sign-request.ts';
import { modelSegment } from '../../lib/clouds/model-segment.ts';
import { awsCredentials } from '../support/clouds.ts';

const scope = { region: 'us-east-1', service: 'bedrock' };
const query = { forceRefresh: false, signal: undefined };
const origin = 'https://bedrock-runtime.us-east-1.amazonaws.com';

/** The signature of the AWS SDK for the headers that a request has signed. */
async function expectedSignature(url: string, body: string, headers: Headers) {
  const { hostname, pathname } = new URL(url);
  const names = /SignedHeaders=([^,]+)/.exec(headers.get('authorization')!)![1]!.split(';');
  const signedHeaders = Object.fromEntries(names.map((name) => [name, headers.get(name)!]));
  const signer = new SignatureV4({ ...scope, credentials: awsCredentials, sha256: Sha256, applyChecksum: false });
  const date = headers.get('x-amz-date')!;
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname,
      path: pathname,
      headers: { ...signedHeaders, host: hostname },
      body,
    },
    { signingDate: new Date(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')) },
  );
  return signed.headers['authorization'];
}

/** In one form: the two implementations order and separate the parts differently. */
const partsOf = (authorization: string) => authorization.split(/,?\s+/).sort();

async function expectSameSignature(url: string, body: string, more: Record<string, string> = {}) {
  const headers = await signRequest({ url, headers: new Headers(more), body }, awsCredentials, scope, query);
  const expected = (await expectedSignature(url, body, headers))!;
  expect(partsOf(headers.get('authorization')!)).toEqual(partsOf(expected));
}

describe('signRequest', () => {
  it.each(['anthropic.claude-v1:0', 'arn:aws:bedrock:us-east-1:1:inference-profile/x', "it's(a)*model!"])(
    "equals the AWS SDK's signature for the model %s",
    async (model) => {
      await expectSameSignature(`${origin}/model/${modelSegment(model)}/invoke`, '{"text":"Grüße"}');
    },
  );

  it("equals the AWS SDK's signature for any body", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), (body) =>
        expectSameSignature(`${origin}/anthropic/v1/messages`, body),
      ),
      { numRuns: 30 },
    );
  });

  it('signs host and the headers of AWS, without those that others change or add', async () => {
    const more = {
      'content-type': 'application/json',
      traceparent: '00-1-2-01',
      tracestate: 'a=b',
      baggage: 'c=d',
      'user-agent': 'me',
      'x-amzn-trace-id': 'Root=1',
      'x-amzn-bedrock-guardrailidentifier': 'guard',
    };
    const request = { url: `${origin}/anthropic/v1/messages`, headers: new Headers(more), body: '{}' };
    const headers = await signRequest(request, awsCredentials, scope, query);
    expect(headers.get('authorization')).toContain(
      'SignedHeaders=host;x-amz-date;x-amz-security-token;x-amzn-bedrock-guardrailidentifier, ',
    );
    expect(Object.fromEntries(headers)).toMatchObject(more);
    expect(headers.get('x-amz-security-token')).toBe(awsCredentials.sessionToken);
  });

  it('signs without a session token', async () => {
    const { sessionToken: _, ...credentials } = awsCredentials;
    const request = { url: `${origin}/anthropic/v1/messages`, headers: new Headers(), body: '{}' };
    const headers = await signRequest(request, () => Promise.resolve(credentials), scope, query);
    expect(headers.get('x-amz-security-token')).toBeNull();
    expect(headers.get('authorization')).toContain(`Credential=${credentials.accessKeyId}/`);
  });

  it.each([
    ['accessKeyId', undefined],
    ['accessKeyId', { accessKeyId: 'a b', secretAccessKey: 'x' }],
    ['secretAccessKey', { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'line\n' }],
    ['sessionToken', { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x', sessionToken: '' }],
  ])('names a wrong %s without quoting it', async (field, wrong) => {
    const request = { url: `${origin}/anthropic/v1/messages`, headers: new Headers(), body: '{}' };
    await expect(signRequest(request, () => wrong as AwsCredentials, scope, query)).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message:
        `bedrock: credentials: the function returned no valid ${field}; ` +
        'return visible ASCII characters without spaces',
    });
  });

  it('names the package that is not installed', async () => {
    jest.resetModules();
    jest.unstable_mockModule('aws4fetch', () => {
      throw new Error('Cannot find package');
    });
    const { signRequest } = await import('../../lib/bedrock/sign-request.ts');
    const request = { url: `${origin}/anthropic/v1/messages`, headers: new Headers(), body: '{}' };
    await expect(signRequest(request, awsCredentials, scope, query)).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message:
        'bedrock: credentials: the package aws4fetch signs requests and is not installed: npm install aws4fetch, ' +
        'or set authToken',
    });
  });
});
