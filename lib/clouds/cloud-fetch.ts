import { quietly } from '../errors/quietly.ts';
import type { CredentialQuery } from './ask-credential.ts';
import { type CloudEndpoint, type CloudRequest, readRequest } from './cloud-request.ts';

/** How one cloud differs from the API. */
export interface Cloud {
  /** The function that the user called, for errors. */
  readonly owner: string;
  /** The address of the Messages API at this cloud: `/v1/messages` follows. */
  readonly baseURL: string;
  /** Sends the requests; `undefined` uses the global `fetch`. */
  readonly fetch: typeof fetch | undefined;
  /** Whether a function returns the credential: then a rejected one is requested once more. */
  readonly renewable: boolean;
  /** Converts a request to the form of the cloud, before a credential is requested. */
  readonly convert: (request: CloudRequest, endpoint: CloudEndpoint) => CloudRequest | Promise<CloudRequest>;
  /** The headers of a request with its credential. */
  readonly authorize: (request: CloudRequest, query: CredentialQuery) => Promise<Headers>;
  /** Converts a response to the form of the API. */
  readonly receive?: (response: Response) => Response;
}

/**
 * A `fetch` for a client whose requests go to a cloud. It rejects with `InvalidOptionsError` and `InvalidParamsError`
 * before it sends anything, and with the errors of the underlying `fetch`.
 */
export function cloudFetch(cloud: Cloud): typeof fetch {
  return async (input, init = {}) => {
    const { signal } = init;
    const { endpoint, ...sent } = readRequest(cloud.owner, cloud.baseURL, [input, init]);
    const request = await cloud.convert(sent, endpoint);

    async function send(forceRefresh: boolean): Promise<Response> {
      const headers = await cloud.authorize(request, { forceRefresh, signal });
      return (cloud.fetch ?? fetch)(request.url, { ...init, headers, body: request.body });
    }

    let response = await send(false);
    if (cloud.renewable && (response.status === 401 || response.status === 403)) {
      const rejected = response;
      quietly(() => rejected.body?.cancel());
      response = await send(true);
    }
    return cloud.receive?.(response) ?? response;
  };
}
