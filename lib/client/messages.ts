import type { Observable } from 'rxjs';
import type { APIResponse } from '../stream/api-response.ts';
import type { MessageStreamResponse } from '../stream/message-stream-response.ts';
import type { BodyOptions, RequestOptions, ResponseOptions } from '../transport/request-options.ts';
import type { Message } from '../types/message.ts';
import type { MessageCountTokensParams, MessageTokensCount } from '../types/message-count-tokens-params.ts';
import type { MessageCreateParams } from '../types/message-create-params.ts';
import type { MessageStreamEvent } from '../types/message-stream-event.ts';
import type { ClientSettings } from './client-settings.ts';
import { sendCall } from './send-call.ts';

/** The calls of `client.messages`. Every Observable is cold: subscribing sends a request, unsubscribing aborts it. */
export class Messages {
  readonly #settings: ClientSettings;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /**
   * Emits the events of one streamed reply as they arrive, and completes at `message_stop`. It reads and validates the
   * params on subscribe. Until it has emitted an event, it retries failed attempts. It delays `message_start` until the
   * event after it, so that it can retry an overload reported in between.
   *
   * Errors: `InvalidParamsError` and `InvalidOptionsError`, without a request; an `APIError` for the status or an
   * `error` event; `APIConnectionError`, `APITimeoutError`; `IncompleteStreamError`, `MalformedEventError`,
   * `NotAnEventStreamError`, `StreamDeadlineError`. Unsubscribing aborts the request and closes its socket; no
   * notification follows.
   *
   * @example Print text as it arrives
   * ```ts
   * import { AnthropicClient, textDeltas } from 'anthropic-rxjs';
   *
   * new AnthropicClient().messages
   *   .stream({ model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user', content: 'Write a haiku' }] })
   *   .pipe(textDeltas())
   *   .subscribe((text) => console.log(text));
   * ```
   */
  stream(params: MessageCreateParams, options?: RequestOptions): Observable<MessageStreamEvent> {
    return sendCall(this.#settings, 'messages', 'stream', params, options);
  }

  /**
   * Emits the response of one streamed call when its headers arrive, and completes. Subscribe to `events$`,
   * `serverSentEvents$` or `bytes$` of the response in the same task; otherwise the client cancels the body. Same
   * errors as `stream`. Unsubscribing before the response aborts the request.
   *
   * @example The request id before the first event
   * ```ts
   * import { AnthropicClient, textDeltas } from 'anthropic-rxjs';
   * import { switchMap, tap } from 'rxjs';
   *
   * new AnthropicClient().messages
   *   .connect({ model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] })
   *   .pipe(tap(({ requestId }) => console.log(requestId)), switchMap(({ events$ }) => events$), textDeltas())
   *   .subscribe((text) => console.log(text));
   * ```
   */
  connect(params: MessageCreateParams, options?: RequestOptions): Observable<MessageStreamResponse> {
    return sendCall(this.#settings, 'messages', 'connect', params, options);
  }

  /**
   * Emits the complete reply of one call, without streaming, and completes. With `{ observe: 'response' }` it emits the
   * response: the reply as `body`, with status, headers, request id and rate limits. Same errors as `stream`, and
   * `MalformedResponseError` if the body is not a JSON object. `InvalidParamsError` for a `max_tokens` above 21,333 unless you
   * set `timeout`: such a reply may take longer than its default of 10 minutes. Unsubscribing aborts the request.
   *
   * @example The message without a stream
   * ```ts
   * import { AnthropicClient } from 'anthropic-rxjs';
   *
   * new AnthropicClient().messages
   *   .create({ model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] })
   *   .subscribe((message) => console.log(message.content));
   * ```
   *
   * @example With its request id
   * ```ts
   * import { AnthropicClient, type MessageCreateParams } from 'anthropic-rxjs';
   *
   * const ask = (params: MessageCreateParams) =>
   *   new AnthropicClient().messages
   *     .create(params, { observe: 'response' })
   *     .subscribe(({ requestId, rateLimits, body }) => console.log(requestId, rateLimits.requests, body.content));
   * ```
   */
  create(params: MessageCreateParams, options: ResponseOptions): Observable<APIResponse<Message>>;
  create(params: MessageCreateParams, options?: BodyOptions): Observable<Message>;
  create(
    params: MessageCreateParams,
    options?: BodyOptions | ResponseOptions,
  ): Observable<Message | APIResponse<Message>> {
    return sendCall(this.#settings, 'messages', 'create', params, options);
  }

  /**
   * Emits the number of input tokens of a request, and completes. The option `observe`, the errors and unsubscribing
   * work the same way as for `create`.
   *
   * @example Count before sending
   * ```ts
   * import { AnthropicClient } from 'anthropic-rxjs';
   *
   * new AnthropicClient().messages
   *   .countTokens({ model: 'claude-sonnet-5', messages: [{ role: 'user', content: 'Hello' }] })
   *   .subscribe(({ input_tokens }) => console.log(input_tokens));
   * ```
   */
  countTokens(params: MessageCountTokensParams, options: ResponseOptions): Observable<APIResponse<MessageTokensCount>>;
  countTokens(params: MessageCountTokensParams, options?: BodyOptions): Observable<MessageTokensCount>;
  countTokens(
    params: MessageCountTokensParams,
    options?: BodyOptions | ResponseOptions,
  ): Observable<MessageTokensCount | APIResponse<MessageTokensCount>> {
    return sendCall(this.#settings, 'messages', 'countTokens', params, options);
  }
}
