import { completeMessage } from '../accumulate/complete-event.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { checkCountTokensParams, checkParams } from '../schema/check-params.ts';
import type { Problems } from '../schema/problem-list.ts';
import { findUnsendable } from '../transport/find-unsendable.ts';
import { type SplitParams, splitParams } from '../transport/split-params.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import { deprecationsOf } from './deprecations-of.ts';

/** One call of the API: what is asked, what it is checked against, and how it is sent. */
export interface MessageRequest {
  readonly path: string;
  /** Read when the stream is subscribed, not before. */
  readonly params: object;
  readonly check: (params: object) => Problems | undefined;
  readonly options: TransportOptions;
  /** The body of a response if it is what the call asks for, else `undefined`. */
  readonly read: (body: object) => object | undefined;
  /** Betas that the call itself needs, after those of the params. */
  readonly betas?: readonly string[];
}

/** Asks for a reply. */
export function createRequest(params: object, options: TransportOptions): MessageRequest {
  return { path: '/v1/messages', params, check: checkParams, options, read: readMessage };
}

/** Asks how many tokens a request would take. */
export function countTokensRequest(
  params: object,
  options: TransportOptions,
  betas: readonly string[] = [],
): MessageRequest {
  return {
    path: '/v1/messages/count_tokens',
    params,
    check: checkCountTokensParams,
    options,
    betas,
    read: readCount,
  };
}

/** Compatible servers leave the type out, or the content. */
function readMessage(body: object): object | undefined {
  const isMessage = 'type' in body ? body.type === 'message' : 'content' in body && Array.isArray(body.content);
  return isMessage ? completeMessage(body) : undefined;
}

function readCount(body: object): object | undefined {
  return 'input_tokens' in body && typeof body.input_tokens === 'number' ? body : undefined;
}

/** Params as they are at this moment, checked; throws `InvalidParamsError`. */
export function prepareParams(request: MessageRequest, added: object = {}): SplitParams {
  const { params, check, options, betas } = request;
  const [split, warnings] = readable(params, () => {
    const problems = check(params);
    if (problems) throw new InvalidParamsError(problems.issues, { more: problems.more });
    return [splitParams({ ...params, ...added }, betas), deprecationsOf(params)] as const;
  });
  warnings.forEach(options.warnOnce);
  return split;
}

/** What `read` makes of params; where it fails, as for a cycle or a bigint, the error says which param is to blame. */
function readable<T>(params: object, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (isErrorNamed(cause, 'InvalidParamsError')) throw cause;
    throw new InvalidParamsError([findUnsendable(params)], { cause });
  }
}
