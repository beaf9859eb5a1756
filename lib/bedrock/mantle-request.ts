import type { CloudRequest } from '../clouds/cloud-request.ts';

const userProfile = 'anthropic-user-profile-id';

/** Moves the user profile from its header, which Mantle drops, to the body. */
export function mantleRequest(request: CloudRequest): CloudRequest {
  const profile = request.headers.get(userProfile);
  if (profile === null) return request;
  const headers = new Headers(request.headers);
  headers.delete(userProfile);
  const params = JSON.parse(request.body) as object; // the client has written it
  return { ...request, headers, body: JSON.stringify({ ...params, user_profile_id: profile }) };
}
