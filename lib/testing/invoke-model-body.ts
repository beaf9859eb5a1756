import { InvokeModelEncoder } from './invoke-model-encoder.ts';
import { sseBody, type WireEvent } from './sse-body.ts';

/**
 * The bytes of a streamed reply of InvokeModel: a frame of its binary event stream per event; `error` events become its
 * exceptions.
 *
 * @example A stream of Bedrock without a network
 * ```ts
 * import { AnthropicClient } from 'anthropic-rxjs';
 * import { bedrock } from 'anthropic-rxjs/bedrock';
 * import { fakeFetch, invokeModelBody, messageEvents } from 'anthropic-rxjs/testing';
 *
 * const headers = { 'content-type': 'application/vnd.amazon.eventstream' };
 * const fetch = fakeFetch({ headers, body: invokeModelBody(messageEvents('Hello')) });
 * const client = new AnthropicClient(bedrock({ region: 'us-east-1', endpoint: 'invoke', authToken: 'any', fetch }));
 * ```
 */
export function invokeModelBody(events: readonly WireEvent[]): Uint8Array {
  return new InvokeModelEncoder().push(new TextEncoder().encode(sseBody(events)));
}
