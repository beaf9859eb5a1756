import { wrongOption } from '../errors/wrong-option.ts';

/** A request to the Messages API, before its cloud's form, or in that form. */
export interface CloudRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** The endpoint of the Messages API that a request names. */
export type CloudEndpoint = 'messages' | 'count_tokens';

/**
 * Reads the arguments that the client passes to `fetch`, without the client's own credentials. Throws
 * `InvalidOptionsError` for any other address than an endpoint at `baseURL`: a credential must not go elsewhere.
 */
export function readRequest(
  owner: string,
  baseURL: string,
  [input, init]: Parameters<typeof fetch>,
): CloudRequest & { readonly endpoint: CloudEndpoint } {
  const url = typeof input === 'string' ? input : 'href' in input ? input.href : input.url;
  const [path] = url.slice(baseURL.length).split('?', 1);
  const isCall = url.startsWith(`${baseURL}/`) && (path === '/v1/messages' || path === '/v1/messages/count_tokens');
  if (!isCall) {
    throw wrongOption(
      owner,
      'baseURL',
      `sends requests only to ${baseURL}/v1/messages; set the baseURL option of ${owner}`,
    );
  }
  if (typeof init?.body !== 'string')
    throw wrongOption(owner, 'fetch', 'accepts only the requests of an AnthropicClient');
  const headers = new Headers(init.headers);
  // A key of the API, such as one in ANTHROPIC_CUSTOM_HEADERS, is of no use to a cloud.
  for (const name of ['authorization', 'x-api-key']) headers.delete(name);
  return { url, headers, body: init.body, endpoint: path === '/v1/messages' ? 'messages' : 'count_tokens' };
}
