import { isAnthropicError } from '../errors/anthropic-error.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { checkCountTokensParams, checkParams } from '../schema/check-params.ts';
import { type SplitParams, splitParams } from '../transport/split-params.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import type { Issue } from '../types/issue.ts';

/** One call of the API: what is asked, what it is checked against, and how it is sent. */
export interface MessageRequest {
  readonly path: string;
  /** Read when the stream is subscribed, not before. */
  readonly params: object;
  readonly check: (params: object) => readonly Issue[] | undefined;
  readonly options: TransportOptions;
}

/** Asks for a reply. */
export function createRequest(params: object, options: TransportOptions): MessageRequest {
  return { path: '/v1/messages', params, check: checkParams, options };
}

/** Asks how many tokens a request would take. */
export function countTokensRequest(params: object, options: TransportOptions): MessageRequest {
  return { path: '/v1/messages/count_tokens', params, check: checkCountTokensParams, options };
}

/** Params as they are at this moment, checked; throws `InvalidParamsError`. */
export function prepareParams({ params, check }: MessageRequest, added: object = {}): SplitParams {
  try {
    const issues = check(params);
    if (issues) throw new InvalidParamsError(issues);
    return splitParams({ ...params, ...added });
  } catch (error) {
    if (isAnthropicError(error)) throw error;
    // A cycle, a BigInt, a getter that throws, or more nesting than the stack allows.
    const message = `cannot be written as JSON (${reasonOf(error)}); pass plain JSON values`;
    throw new InvalidParamsError([{ path: 'params', message }]);
  }
}
