import type { Observable } from 'rxjs';
import type { APIResponse } from '../stream/api-response.ts';
import type { MessageStreamResponse } from '../stream/message-stream-response.ts';
import type { BodyOptions, RequestOptions, ResponseOptions } from '../transport/request-options.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageCountTokensParams, BetaMessageTokensCount } from '../types/message-count-tokens-params.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { ClientSettings } from './client-settings.ts';
import { sendCall } from './send-call.ts';

/** The calls of `client.beta.messages`: like `client.messages`, with `betas` (sent in a header) and beta params. */
export class BetaMessages {
  readonly #settings: ClientSettings;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /**
   * Emits the events of one streamed reply; see `Messages.stream` for its errors and for unsubscribing.
   *
   * @example With a beta header
   * ```ts
   * import { AnthropicClient } from 'anthropic-rxjs';
   *
   * new AnthropicClient().beta.messages
   *   .stream({
   *     betas: ['context-management-2025-06-27'],
   *     model: 'claude-sonnet-5',
   *     max_tokens: 1024,
   *     messages: [{ role: 'user', content: 'Hello' }],
   *   })
   *   .subscribe((event) => console.log(event.type));
   * ```
   */
  stream(params: BetaMessageCreateParams, options?: RequestOptions): Observable<BetaMessageStreamEvent> {
    return sendCall(this.#settings, 'beta.messages', 'stream', params, options);
  }

  /** Emits the response of one streamed call when its headers arrive; see `Messages.connect`. */
  connect(
    params: BetaMessageCreateParams,
    options?: RequestOptions,
  ): Observable<MessageStreamResponse<BetaMessageStreamEvent>> {
    return sendCall(this.#settings, 'beta.messages', 'connect', params, options);
  }

  /** Emits the complete reply of one call, or its response; see `Messages.create`. */
  create(params: BetaMessageCreateParams, options: ResponseOptions): Observable<APIResponse<BetaMessage>>;
  create(params: BetaMessageCreateParams, options?: BodyOptions): Observable<BetaMessage>;
  create(
    params: BetaMessageCreateParams,
    options?: BodyOptions | ResponseOptions,
  ): Observable<BetaMessage | APIResponse<BetaMessage>> {
    return sendCall(this.#settings, 'beta.messages', 'create', params, options);
  }

  /** Emits the number of input tokens of a request, or the response; see `Messages.countTokens`. */
  countTokens(
    params: BetaMessageCountTokensParams,
    options: ResponseOptions,
  ): Observable<APIResponse<BetaMessageTokensCount>>;
  countTokens(params: BetaMessageCountTokensParams, options?: BodyOptions): Observable<BetaMessageTokensCount>;
  countTokens(
    params: BetaMessageCountTokensParams,
    options?: BodyOptions | ResponseOptions,
  ): Observable<BetaMessageTokensCount | APIResponse<BetaMessageTokensCount>> {
    return sendCall(this.#settings, 'beta.messages', 'countTokens', params, options);
  }
}
