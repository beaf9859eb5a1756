import { apiVersionOf } from '../clouds/api-version-of.ts';
import type { CloudEndpoint, CloudRequest } from '../clouds/cloud-request.ts';
import { modelSegment } from '../clouds/model-segment.ts';

/**
 * Converts a request to Vertex: the model becomes part of the address, the version part of the body. `models` is the
 * address of the models of a project in a region. Throws `InvalidParamsError` for a model that cannot be part of it.
 */
export function vertexRequest(models: string, request: CloudRequest, endpoint: CloudEndpoint): CloudRequest {
  const params = JSON.parse(request.body) as Record<string, unknown>; // the client has written it
  const { model, ...others } = params;
  const headers = new Headers(request.headers);
  headers.delete('anthropic-version');
  const version = { anthropic_version: apiVersionOf(request, 'vertex-2023-10-16') };
  if (endpoint === 'count_tokens') {
    return { url: `${models}/count-tokens:rawPredict`, headers, body: JSON.stringify({ ...version, ...params }) };
  }
  // Ids of versions contain an `@`, which Google's own clients send as it is.
  const id = modelSegment(model).replaceAll('%40', '@');
  const method = params['stream'] === true ? 'streamRawPredict' : 'rawPredict';
  return { url: `${models}/${id}:${method}`, headers, body: JSON.stringify({ ...version, ...others }) };
}
