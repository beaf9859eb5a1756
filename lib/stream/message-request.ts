import { completeMessage } from '../accumulate/complete-event.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { checkEvent } from '../schema/check-event.ts';
import { checkCountTokensParams, checkParams } from '../schema/check-params.ts';
import type { Problems } from '../schema/problem-list.ts';
import { findUnsendable } from '../transport/find-unsendable.ts';
import { type SplitParams, splitParams } from '../transport/split-params.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import { deprecationsOf } from './deprecations-of.ts';

/** One call of the API: its params, their validation, and its options. */
export interface MessageRequest {
  readonly path: string;
  /** Read on subscribe, not earlier. */
  readonly params: object;
  readonly check: (params: object) => Problems | undefined;
  readonly options: TransportOptions;
  /** The body of a response if it has the expected form, else `undefined`. */
  readonly read: (body: object) => object | undefined;
  /** Betas that the call itself needs, after those of the params. */
  readonly betas?: readonly string[];
}

/** A call for a reply. */
export function createRequest(params: object, options: TransportOptions): MessageRequest {
  return { path: '/v1/messages', params, check: checkParams, options, read: readMessage };
}

/**
 * The most tokens of a reply without a stream where nobody set `timeout`: at 128,000 tokens per hour, a longer reply may take
 * longer than the default of 10 minutes.
 */
const mostTokens = Math.floor((128_000 / 60) * 10);

/** A call for a reply without a stream. `limits` whether the reply must be short enough for the default `timeout`. */
export function replyRequest(params: object, options: TransportOptions, limits: boolean): MessageRequest {
  const check = (given: object) => checkParams(given) ?? (limits ? checkLength(given) : undefined);
  return { ...createRequest(params, options), check };
}

function checkLength(params: { readonly max_tokens?: number }): Problems | undefined {
  if ((params.max_tokens ?? 0) <= mostTokens) return undefined;
  const message = `is more than ${mostTokens}: the reply may take over 10 minutes; use stream() with finalMessage(), or set timeout`;
  return { issues: [{ path: 'max_tokens', message }], more: 0 };
}

/** A call for the number of tokens of a request. */
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

/** Compatible servers omit the type or the content. A reply has the form of the message that starts a stream. */
function readMessage(body: object): object | undefined {
  const isMessage = 'type' in body ? body.type === 'message' : 'content' in body && Array.isArray(body.content);
  if (!isMessage) return undefined;
  const message = completeMessage(body);
  return checkEvent({ type: 'message_start', message }) ? undefined : message;
}

function readCount(body: object): object | undefined {
  return 'input_tokens' in body && typeof body.input_tokens === 'number' ? body : undefined;
}

/**
 * The current params, validated; throws `InvalidParamsError`, which names the param that fails to convert, for example a
 * cycle or a bigint.
 */
export function prepareParams(request: MessageRequest, added: object = {}): SplitParams {
  const { params, check, options, betas } = request;
  try {
    const problems = check(params);
    if (problems) throw new InvalidParamsError(problems.issues, { more: problems.more });
    const split = splitParams({ ...params, ...added }, betas);
    deprecationsOf(params).forEach(options.warnOnce);
    return split;
  } catch (cause) {
    if (isErrorNamed(cause, 'InvalidParamsError')) throw cause;
    throw new InvalidParamsError([findUnsendable(params)], { cause });
  }
}
