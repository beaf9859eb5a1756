import type { CloudRequest } from './cloud-request.ts';

/** The version for the body of a request: the cloud's own name for the API's first version, else the client's. */
export function apiVersionOf({ headers }: CloudRequest, first: string): string {
  const version = headers.get('anthropic-version');
  return version === null || version === '2023-06-01' ? first : version;
}
