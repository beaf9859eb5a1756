import type { Observable } from 'rxjs';
import type { APIResponse } from '../stream/api-response.ts';
import type { MessageStreamResponse } from '../stream/message-stream-response.ts';
import type { Interceptor } from '../transport/intercept.ts';
import type { BetaMessageCountTokensParams } from '../types/message-count-tokens-params.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/** One call of a client, before its params and options are validated. */
export interface Call {
  /** The method of `client.messages` or `client.beta.messages`. */
  readonly method: 'stream' | 'connect' | 'create' | 'countTokens';
  /** Any value, if the caller does not use TypeScript. */
  readonly params: BetaMessageCreateParams | BetaMessageCountTokensParams;
  /** The `baseURL` of the client. */
  readonly baseURL: string;
  /** The interceptors of its attempts: those of the client. */
  readonly interceptors: readonly Interceptor[];
}

/**
 * A value that a call emits: an event of `stream`, the response of `connect`, or the response of `create` or `countTokens`
 * with its `body`.
 */
export type CallValue = BetaMessageStreamEvent | MessageStreamResponse<BetaMessageStreamEvent> | APIResponse<object>;

/** Sends a call on subscribe and emits its values. */
export type SendCall = (call: Call) => Observable<CallValue>;

/**
 * Wraps each call of a client, with all its attempts. `next(call)` sends the call, emits its decoded values, and
 * reports the errors of the call. Unsubscribing from the call unsubscribes from the returned Observable.
 *
 * @example Count the calls that are running
 * ```ts
 * import { AnthropicClient, type CallInterceptor } from 'anthropic-rxjs';
 * import { defer, finalize } from 'rxjs';
 *
 * let running = 0;
 * const counted: CallInterceptor = (call, next) =>
 *   defer(() => {
 *     running += 1;
 *     return next(call).pipe(finalize(() => (running -= 1)));
 *   });
 * const client = new AnthropicClient({ callInterceptors: [counted] });
 * ```
 */
export type CallInterceptor = (call: Call, next: SendCall) => Observable<CallValue>;
