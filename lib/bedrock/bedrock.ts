import { bearerHeaders } from '../clouds/ask-credential.ts';
import { cloudFetch } from '../clouds/cloud-fetch.ts';
import { type CloudClientOptions, cloudURL } from '../clouds/cloud-options.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import type { CloudEndpoint, CloudRequest } from '../clouds/cloud-request.ts';
import { type BedrockEndpoint, type BedrockOptions, checkBedrockOptions } from './bedrock-options.ts';
import { invokeRequest } from './invoke-request.ts';
import { loadCodec } from './load-codec.ts';
import { mantleRequest } from './mantle-request.ts';
import { receiveResponse } from './receive-response.ts';
import { signRequest } from './sign-request.ts';

const owner = 'bedrock';

/** The host and path of each endpoint, and the name of its service in signatures. */
const endpoints = {
  messages: { host: (region) => `bedrock-runtime.${region}.amazonaws.com`, path: '/anthropic', service: 'bedrock' },
  mantle: { host: (region) => `bedrock-mantle.${region}.api.aws`, path: '/anthropic', service: 'bedrock-mantle' },
  invoke: { host: (region) => `bedrock-runtime.${region}.amazonaws.com`, path: '', service: 'bedrock' },
} satisfies Record<BedrockEndpoint, { host: (region: string) => string; path: string; service: string }>;

/**
 * Returns client options for Claude in Amazon Bedrock. Pass them to `AnthropicClient`, or spread them to add other
 * options. Use the model ids of Bedrock, such as `anthropic.claude-sonnet-5`.
 *
 * If a function returns the credential, it is called for each attempt. After a 401 or 403 it is called once more, and
 * the request is sent again immediately. The signature covers the address, the body and the `x-amz-…` headers, but not
 * trace headers, which servers in between may change.
 *
 * Throws `InvalidOptionsError` for wrong options. A call errors with `InvalidOptionsError` if the function fails or
 * returns no credential, or if an optional package is not installed. With the endpoint `'invoke'`, `countTokens` errors
 * with `InvalidOptionsError`, too, and a damaged frame ends the stream with `MalformedStreamError`.
 *
 * @example With the credentials of the AWS SDK
 * ```ts
 * import { AnthropicClient, textDeltas } from 'anthropic-rxjs';
 * import { type AwsCredentials, bedrock } from 'anthropic-rxjs/bedrock';
 *
 * declare function fromNodeProviderChain(): () => Promise<AwsCredentials>; // of @aws-sdk/credential-providers
 *
 * const client = new AnthropicClient(bedrock({ region: 'us-east-1', credentials: fromNodeProviderChain() }));
 * client.messages
 *   .stream({ model: 'anthropic.claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] })
 *   .pipe(textDeltas())
 *   .subscribe((text) => console.log(text));
 * ```
 */
export function bedrock(options: BedrockOptions): CloudClientOptions {
  checkBedrockOptions(options);
  const { region, endpoint = 'messages', credentials, authToken } = options;
  const { host, path, service } = endpoints[endpoint];
  const baseURL = cloudURL(owner, options.baseURL, `https://${host(region)}`, path);

  async function convert(request: CloudRequest, called: CloudEndpoint): Promise<CloudRequest> {
    if (endpoint === 'messages') return request;
    if (endpoint === 'mantle') return mantleRequest(request);
    if (called === 'count_tokens') {
      throw wrongOption(owner, 'endpoint', "'invoke' has no countTokens; use 'messages' or 'mantle' for it");
    }
    const invoke = invokeRequest(baseURL, request);
    if (invoke.streams) await loadCodec(); // before anything is sent
    return invoke;
  }

  const fetch = cloudFetch({
    owner,
    baseURL,
    fetch: options.fetch,
    renewable: typeof (credentials ?? authToken) === 'function',
    convert,
    authorize: (request, query) =>
      credentials === undefined
        ? bearerHeaders(owner, request, authToken, query)
        : signRequest(request, credentials, { region, service }, query),
    receive: receiveResponse,
  });
  return { baseURL, apiKey: null, authToken: null, fetch };
}
