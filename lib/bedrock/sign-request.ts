import type { AwsV4Signer } from 'aws4fetch';
import { askCredential, type CloudCredential, type CredentialQuery } from '../clouds/ask-credential.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import type { CloudRequest } from '../clouds/cloud-request.ts';
import { type AwsCredentials, isAwsCredentials, wrongField } from './bedrock-options.ts';

/** The scope of a signature. */
export interface SigningScope {
  readonly region: string;
  readonly service: string;
}

/**
 * Resolves to the headers of a request with its signature (SigV4). It covers the address, the body, `host` and the
 * `x-amz-…` headers: any other header may change on its way.
 */
export async function signRequest(
  { url, headers, body }: CloudRequest,
  source: CloudCredential<AwsCredentials>,
  scope: SigningScope,
  query: CredentialQuery,
): Promise<Headers> {
  const Signer = await loadSigner();
  const credentials = await askCredential('bedrock', 'credentials', source, query);
  if (!isAwsCredentials(credentials)) {
    const field = String(wrongField(credentials));
    const message = `the function returned no valid ${field}; return visible ASCII characters without spaces`;
    throw wrongOption('bedrock', 'credentials', message);
  }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new Signer({
    method: 'POST',
    url,
    headers: [...headers].filter(([name]) => /^x-amz(?!n-trace-id$)/.test(name)),
    body,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...scope,
  });
  const signed = new Headers(headers);
  (await signer.sign()).headers.forEach((value, name) => signed.set(name, value));
  return signed;
}

async function loadSigner(): Promise<typeof AwsV4Signer> {
  const load = import('aws4fetch').catch((cause: unknown) => {
    const message =
      'the package aws4fetch signs requests and is not installed: npm install aws4fetch, or set authToken';
    throw wrongOption('bedrock', 'credentials', message, cause);
  });
  return (await load).AwsV4Signer;
}
