import { catchError, defer, from, type MonoTypeOperatorFunction, type ObservableInput, tap } from 'rxjs';
import { RefusalError } from '../errors/refusal-error.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { aFunction, checkOptions, required } from '../errors/check-options.ts';
import { isRetryable } from '../errors/is-retryable.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { holdUntilText } from './hold-until-text.ts';

/** When `fallbackTo` takes the other stream. */
export interface FallbackOptions {
  /**
   * Which errors to fall back after, a `RefusalError` where the reply ended with `stop_reason: refusal`. Default: refusals
   * and `isRetryable`.
   */
  readonly when?: (error: unknown) => boolean;
}

/**
 * Emits the events of the source, or those of another stream when the source fails or refuses before it gave text. What the
 * source gives before its text is held until then, so that only one reply is seen.
 *
 * ```text
 * source:  -S-B--#
 * other:         --S-B-T(a)----------E-D-X|
 * fallbackTo(() => other)
 * result:  --------S-B-T(a)----------E-D-X|
 * ```
 * Completes with the stream it took; errors of the other stream pass, as do errors after text. An error before text that
 * `when` refuses passes with `partialMessage`, the message of the events that nobody saw. `factory` runs once, with the
 * error. Unsubscribing leaves the stream that runs. A reply that failed or refused is paid for as far as it came. Throws
 * `InvalidOptionsError` when `factory` or `when` is not a function.
 *
 * @example A second model for bad times
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
  return (source) =>
    defer(() => {
      let emitted = false;
      let refused = false;
      return source.pipe(
        tap((event) => {
          const refusal = emitted ? undefined : refusalOf(event);
          if (!refusal || !when(refusal)) return;
          refused = true;
          throw refusal;
        }),
        holdUntilText(),
        tap(() => {
          emitted = true;
        }),
        catchError((error: unknown) => {
          if (emitted || !(refused || when(error))) throw error;
          return from(factory(error));
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
