import { Sha256 } from '@aws-crypto/sha256-js';
import { describe, expect, it } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { signatureProblem } from '../../lib/testing/check-signature.ts';
import { awsCredentials } from '../support/clouds.ts';
import { incomingCall } from '../support/incoming-call.ts';

const text = '{"text":"Grüße"}';

/** A request that the AWS SDK has signed. */
async function signed(path = '/model/claude-v1%3A0/invoke', credentials: object = awsCredentials) {
  const given = credentials as typeof awsCredentials;
  const signer = new SignatureV4({ service: 'bedrock', region: 'us-east-1', credentials: given, sha256: Sha256 });
  const query = Object.fromEntries(new URLSearchParams(path.split('?', 2)[1] ?? ''));
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: path.split('?', 1)[0]!,
    query,
    headers: { host: '127.0.0.1:80', 'content-type': 'application/json' },
    body: text,
  });
  return incomingCall(path, { headers: new Headers(headers), text });
}
const problem = (
  incoming: Awaited<ReturnType<typeof signed>>,
  credentials: typeof awsCredentials | undefined = awsCredentials,
) => signatureProblem(incoming, ['bedrock'], credentials);

describe('signatureProblem', () => {
  it.each([
    '/model/claude-v1%3A0/invoke',
    '/model/arn%3Aaws%2Fx/invoke',
    '/anthropic/v1/messages?b=2&a=1',
    "/it's(a)*model!",
  ])('accepts a signature of the AWS SDK for %s', async (path) => {
    expect(problem(await signed(path))).toBeUndefined();
  });

  it('accepts credentials without a session', async () => {
    const { sessionToken: _, ...credentials } = awsCredentials;
    const incoming = await signed(undefined, credentials);
    expect(signatureProblem(incoming, ['bedrock'], credentials)).toBeUndefined();
    expect(problem(incoming)).toBe('The security token included in the request is invalid.');
  });

  const mismatch = expect.stringContaining('The request signature we calculated does not match');
  it.each([
    ['another body', { text: '{}' }, mismatch],
    ['another path', { url: '/model/other/invoke' }, mismatch],
    ['another method', { method: 'PUT' }, mismatch],
    ['no signature', { headers: new Headers() }, 'Missing Authentication Token'],
  ])('refuses a signature of %s', async (_, changes, message) => {
    expect(problem({ ...(await signed()), ...changes })).toEqual(message);
  });

  it('refuses a signature with another secret', async () => {
    const other = { ...awsCredentials, secretAccessKey: 'other' };
    expect(problem(await signed(undefined, other))).toEqual(mismatch);
    expect(signatureProblem(await signed(undefined, other), ['bedrock'], undefined)).toBeUndefined();
  });

  it('refuses a signature for another service', async () => {
    expect(signatureProblem(await signed(), ['bedrock-mantle'], undefined)).toBe(
      "Credential should be scoped to correct service: 'bedrock-mantle'.",
    );
  });

  it('refuses a header of AWS that is not signed', async () => {
    const incoming = await signed();
    incoming.headers.set('x-amz-other', 'x');
    expect(problem(incoming)).toBe("'x-amz-other' must be a 'SignedHeader' in the AWS Authorization.");
  });
});
