import { defer, type Observable } from 'rxjs';
import type { APIResponse } from '../stream/api-response.ts';
import { connectMessageStream } from '../stream/connect-message-stream.ts';
import { countTokensRequest, createRequest } from '../stream/message-request.ts';
import { requestEvents } from '../stream/request-events.ts';
import type { MessageStreamResponse } from '../stream/message-stream-response.ts';
import type { BodyOptions, RequestOptions, ResponseOptions } from '../transport/request-options.ts';
import type { Message } from '../types/message.ts';
import type { MessageCountTokensParams, MessageTokensCount } from '../types/message-count-tokens-params.ts';
import type { MessageCreateParams } from '../types/message-create-params.ts';
import type { MessageStreamEvent } from '../types/message-stream-event.ts';
import type { ClientSettings } from './client-settings.ts';
import { observe } from './observe.ts';
import { resolveObserveOptions, resolveOptions } from './resolve-options.ts';

/** The calls of `client.messages`. Every Observable is cold: a subscription is a request, leaving it aborts. */
export class Messages {
  readonly #settings: ClientSettings;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /**
   * Emits the events of one streamed reply as they come; completes after `message_stop` at the end of the body.
   * Params are read and checked on subscribe. Failed attempts are repeated while no event has gone out; `message_start`
   * waits for the event after it, so that an overload told in between can be repeated too.
   *
   * Errors: `InvalidParamsError` and `InvalidOptionsError` before anything is sent; an `APIError` of the status or of an `error` event;
   * `APIConnectionError`, `APITimeoutError`; `IncompleteStreamError`, `MalformedEventError`, `NotAnEventStreamError`,
   * `StreamDeadlineError`. Unsubscribing aborts the request down to the socket; no notification follows.
   *
   * @example Text as it is written
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
    // Without beta headers the API sends no beta members.
    return defer(() =>
      requestEvents(createRequest(params, resolveOptions(this.#settings, 'messages.stream', options))),
    ) as Observable<MessageStreamEvent>;
  }

  /**
   * Emits the response of one streamed call when its headers are there, and completes. Its `events$`,
   * `serverSentEvents$` or `bytes$` must be subscribed in the same task; otherwise the body is cancelled. Errors as
   * `stream`. Unsubscribing before the response came aborts the request.
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
    return defer(() =>
      connectMessageStream(createRequest(params, resolveOptions(this.#settings, 'messages.connect', options))),
    ) as Observable<MessageStreamResponse>; // as above
  }

  /**
   * Emits the reply of one call without a stream, and completes. With `{ observe: 'response' }` it emits the response:
   * the reply as `body`, beside status, headers, request id and rate limits. Errors: as `stream`, and
   * `MalformedResponseError` when the body is not a JSON object. Unsubscribing aborts the request.
   *
   * @example The whole message at once
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
    return observe<Message>(options, () =>
      createRequest(params, resolveObserveOptions(this.#settings, 'messages.create', options)),
    );
  }

  /**
   * Emits how many input tokens a request would take, and completes; `observe`, errors and unsubscribing as `create`.
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
    return observe<MessageTokensCount>(options, () =>
      countTokensRequest(params, resolveObserveOptions(this.#settings, 'messages.countTokens', options)),
    );
  }
}
