import { defer, type Observable } from 'rxjs';
import { connectMessageStream } from '../stream/connect-message-stream.ts';
import { countTokensRequest, createRequest } from '../stream/message-request.ts';
import { messageStream } from '../stream/message-stream.ts';
import type { MessageStreamResponse } from '../stream/message-stream-response.ts';
import { requestJSON } from '../stream/request-json.ts';
import { runTools, type ToolRunOptions } from '../tools/run-tools.ts';
import type { ToolRunEvent } from '../tools/tool-run-event.ts';
import type { RequestOptions } from '../transport/request-options.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageCountTokensParams, BetaMessageTokensCount } from '../types/message-count-tokens-params.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { type ClientSettings, resolveOptions } from './resolve-options.ts';

/** The calls of `client.beta.messages`: those of `client.messages` with `betas` (sent as a header) and beta params. */
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
    return defer(() => messageStream(createRequest(params, this.#options(options))));
  }

  /** Emits the response of one streamed call when its headers are there; see `Messages.connect`. */
  connect(
    params: BetaMessageCreateParams,
    options?: RequestOptions,
  ): Observable<MessageStreamResponse<BetaMessageStreamEvent>> {
    return defer(() => connectMessageStream(createRequest(params, this.#options(options))));
  }

  /** Emits the reply of one call without a stream; see `Messages.create`. */
  create(params: BetaMessageCreateParams, options?: RequestOptions): Observable<BetaMessage> {
    return defer(() => requestJSON(createRequest(params, this.#options(options)))) as Observable<BetaMessage>; // the API's word for it
  }

  /** Emits how many input tokens a request would take; see `Messages.countTokens`. */
  countTokens(params: BetaMessageCountTokensParams, options?: RequestOptions): Observable<BetaMessageTokensCount> {
    return defer(() =>
      requestJSON(
        countTokensRequest(
          { ...params, betas: [...(params.betas ?? []), 'token-counting-2024-11-01'] },
          this.#options(options),
        ),
      ),
    ) as Observable<BetaMessageTokensCount>; // the API's word for it
  }

  /** Emits what happens while the model works with your tools; see `Messages.runTools`. */
  runTools(
    params: BetaMessageCreateParams,
    run: ToolRunOptions,
    options?: RequestOptions,
  ): Observable<ToolRunEvent<BetaMessageStreamEvent, BetaMessageParam>> {
    return runTools((turn) => this.stream(turn, options), params, run);
  }

  #options(options: RequestOptions | undefined): TransportOptions {
    return resolveOptions(this.#settings, options);
  }
}
