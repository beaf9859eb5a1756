import { bearerHeaders } from '../clouds/ask-credential.ts';
import { cloudFetch } from '../clouds/cloud-fetch.ts';
import { type CloudClientOptions, cloudURL } from '../clouds/cloud-options.ts';
import { checkVertexOptions, type VertexOptions } from './vertex-options.ts';
import { vertexRequest } from './vertex-request.ts';

const owner = 'vertex';

/**
 * Returns client options for Claude on Vertex AI of Google Cloud. Pass them to `AnthropicClient`, or spread them to add
 * other options. Use the model ids of Vertex, such as `claude-sonnet-5@20260301`.
 *
 * If a function returns the token, it is called for each attempt. After a 401 or 403 it is called once more, and the
 * request is sent again immediately.
 *
 * Throws `InvalidOptionsError` for wrong options. A call errors with `InvalidOptionsError` if the function fails or
 * returns no token.
 *
 * @example With the library of Google
 * ```ts
 * import { AnthropicClient, textDeltas } from 'anthropic-rxjs';
 * import { vertex } from 'anthropic-rxjs/vertex';
 *
 * declare const auth: { getAccessToken(): Promise<string | null | undefined> }; // GoogleAuth of google-auth-library
 *
 * const authToken = () => auth.getAccessToken();
 * const client = new AnthropicClient(vertex({ project: 'my-project', region: 'global', authToken }));
 * client.messages
 *   .stream({ model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] })
 *   .pipe(textDeltas())
 *   .subscribe((text) => console.log(text));
 * ```
 */
export function vertex(options: VertexOptions): CloudClientOptions {
  checkVertexOptions(options);
  const { project, region, authToken } = options;
  const baseURL = cloudURL(owner, options.baseURL, `https://${hostOf(region)}`);
  const models = `${baseURL}/v1/projects/${project}/locations/${region}/publishers/anthropic/models`;

  const fetch = cloudFetch({
    owner,
    baseURL,
    fetch: options.fetch,
    renewable: typeof authToken === 'function',
    convert: (request, endpoint) => vertexRequest(models, request, endpoint),
    authorize: (request, query) => bearerHeaders(owner, request, authToken, query),
  });
  return { baseURL, apiKey: null, authToken: null, fetch };
}

function hostOf(region: string): string {
  if (region === 'global') return 'aiplatform.googleapis.com';
  return region === 'us' || region === 'eu'
    ? `aiplatform.${region}.rep.googleapis.com`
    : `${region}-aiplatform.googleapis.com`;
}
