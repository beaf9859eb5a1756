import { RejectedRequest } from './rejected-request.ts';

/** The endpoint of the API that a request names. */
export type Endpoint = 'messages' | 'count_tokens';

/** Reads the end of the path, so that a handler works wherever it is mounted. Throws a `RejectedRequest` of 404 or 405. */
export function requireEndpoint({ method, url }: Request, countTokens: boolean): Endpoint {
  const path = new URL(url).pathname;
  const [, name, rest] = /\/v1\/(messages)(\/count_tokens)?$/.exec(path) ?? [];
  if (!name || (rest && !countTokens)) {
    const fix = rest ? 'Set allow.countTokens of the proxy.' : 'It must end with /v1/messages.';
    throw new RejectedRequest(404, 'not_found_error', `path: is not served here. ${fix}`);
  }
  if (method !== 'POST')
    throw new RejectedRequest(405, 'invalid_request_error', 'method: must be POST.', { allow: 'POST' });
  return rest ? 'count_tokens' : 'messages';
}
