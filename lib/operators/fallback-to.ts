import { catchError, defer, type MonoTypeOperatorFunction, type ObservableInput, tap } from 'rxjs';
import { hasStopReason } from '../accumulate/has-stop-reason.ts';
import { returnedStream } from '../errors/returned-stream.ts';
import { RefusalError } from '../errors/refusal-error.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { aBoolean, aFunction, checkOptions, required } from '../errors/check-options.ts';
import { isRetryable } from '../errors/is-retryable.ts';
import { requireAnswer } from '../errors/require-answer.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { holdUntilText } from './hold-until-text.ts';

/** The options of `fallbackTo`. */
export interface FallbackOptions {
  /**
   * Which errors to fall back after; a reply with `stop_reason: refusal` is a `RefusalError`. Default: refusals and
   * `isRetryable`.
   */
  readonly when?: ((error: unknown) => boolean) | undefined;
}

/**
 * Emits the events of the source, or those of another stream if the source fails or refuses before its first text. It
 * delays the events before the first text until that text, so the subscriber sees only one reply.
 *
 * ```text
 * source:  -S-B--#
 * other:         --S-B-T(a)----------E-D-X|
 * fallbackTo(() => other)
 * result:  --------S-B-T(a)----------E-D-X|
 * ```
 * Completes with the stream that it emits. Errors of the other stream and errors after text pass. An error before text
 * passes if `when` rejects it or the reply already has a `stop_reason`; its `partialMessage` is the message of the
 * delayed events. `factory` is called at most once, with the error. Unsubscribing unsubscribes from the running stream.
 * You pay for the tokens of a reply that failed or refused. Throws `InvalidOptionsError` when `factory` or `when` is not
 * a function.
 *
 * @example A second model for overloads and refusals
 * ```ts
 * import { AnthropicClient, fallbackTo, type MessageParam } from 'anthropic-rxjs';
 *
 * const { messages: api } = new AnthropicClient();
 * const ask = (messages: MessageParam[]) =>
 *   api
 *     .stream({ model: 'claude-opus-4-8', max_tokens: 1024, messages })
 *     .pipe(fallbackTo(() => api.stream({ model: 'claude-sonnet-5', max_tokens: 1024, messages })));
 * ```
 */
export function fallbackTo<Event extends BetaMessageStreamEvent>(
  factory: (error: unknown) => ObservableInput<Event>,
  options: FallbackOptions = {},
): MonoTypeOperatorFunction<Event> {
  checkOptions('fallbackTo', { factory }, { factory: required(aFunction) });
  checkOptions('fallbackTo', options, { when: aFunction });
  const { when = isWorthAnother } = options;
  const accepts = (error: unknown) => requireAnswer('fallbackTo', 'when', when(error), aBoolean, error);
  return (source) =>
    defer(() => {
      let emitted = false;
      let refused = false;
      let stopping = false;
      return source.pipe(
        tap((event) => {
          stopping = hasStopReason(stopping, event);
          const refusal = emitted ? undefined : refusalOf(event);
          if (!refusal || !accepts(refusal)) return;
          refused = true;
          throw refusal;
        }),
        holdUntilText(),
        tap(() => {
          emitted = true;
        }),
        catchError((error: unknown) => {
          if (emitted || !(refused || (!stopping && accepts(error)))) throw error;
          return returnedStream('fallbackTo', 'factory', factory(error));
        }),
      );
    });
}

function refusalOf(event: BetaMessageStreamEvent): RefusalError | undefined {
  const refused = event.type === 'message_delta' && event.delta.stop_reason === 'refusal';
  return refused ? new RefusalError(event.delta.stop_details) : undefined;
}

function isWorthAnother(error: unknown): boolean {
  return isErrorNamed(error, 'RefusalError') || isRetryable(error);
}
