import { bearerHeaders } from '../clouds/ask-credential.ts';
import { cloudFetch } from '../clouds/cloud-fetch.ts';
import { type CloudClientOptions, cloudURL } from '../clouds/cloud-options.ts';
import { checkVertexOptions, type VertexOptions } from './vertex-options.ts';
import { vertexRequest } from './vertex-request.ts';

const owner = 'vertex';

/**
 * Returns the options of a client for Claude on Vertex AI of Google Cloud. Pass them to `AnthropicClient`; spread them to
 * add others. Models have the ids of Vertex, such as `claude-sonnet-5@20260301`.
 *
 * It requests the token per attempt, and once more, immediately, after a 401 or 403, if a function returns it.
 *
 * Throws `InvalidOptionsError` for wrong options. The client's calls end with `InvalidOptionsError` when a function fails
 * or returns no token.
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
