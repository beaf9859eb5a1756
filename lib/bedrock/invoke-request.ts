import { apiVersionOf } from '../clouds/api-version-of.ts';
import type { CloudRequest } from '../clouds/cloud-request.ts';
import { modelSegment } from '../clouds/model-segment.ts';

/** A request of InvokeModel, and whether its reply is a stream. */
export interface InvokeRequest extends CloudRequest {
  readonly streams: boolean;
}

/**
 * Converts a request for a message to InvokeModel: the model and `stream` become the address, the version and the betas
 * part of the body. Throws `InvalidParamsError` for a model that cannot be part of an address.
 */
export function invokeRequest(baseURL: string, request: CloudRequest): InvokeRequest {
  const { model, stream, ...params } = JSON.parse(request.body) as Record<string, unknown>; // the client has written it
  const streams = stream === true;
  // A list in a header may have empty elements, which AWS refuses in the body.
  const betas = request.headers.get('anthropic-beta')?.match(/[^\s,]+/g);
  const headers = new Headers(request.headers);
  headers.delete('anthropic-version');
  headers.delete('anthropic-beta');
  headers.set('accept', 'application/json');
  return {
    url: `${baseURL}/model/${modelSegment(model)}/${streams ? 'invoke-with-response-stream' : 'invoke'}`,
    headers,
    body: JSON.stringify({
      anthropic_version: apiVersionOf(request, 'bedrock-2023-05-31'),
      ...(betas && { anthropic_beta: betas }),
      ...params,
    }),
    streams,
  };
}
