import { defer, type MonoTypeOperatorFunction, type ObservableInput, type SchedulerLike, switchMap, tap } from 'rxjs';
import { returnedStream } from '../errors/returned-stream.ts';
import { readableEvent } from '../accumulate/readable-event.ts';
import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { rawToolInput } from '../accumulate/raw-tool-input.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { aBoolean, aFunction, aScheduler, checkOptions, countFrom, required } from '../errors/check-options.ts';
import { requireAnswer } from '../errors/require-answer.ts';
import { aRetryDelay, readRetryDelay, type RetryDelay } from '../errors/retry-delay.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { boundedTimer } from './bounded-timer.ts';
import { continueWith } from './continue-with.ts';
import type { MessageOf } from '../types/message-of.ts';
import { OpenBlocks, spliceContinuation } from './splice-continuation.ts';

/** The options of `resumeInterrupted`. */
export interface ResumeOptions<Event extends BetaMessageStreamEvent> {
  /** Returns the stream that continues the message so far; `continuationParams` returns the params of its request. */
  readonly resume: (partialMessage: MessageOf<Event>) => ObservableInput<Event>;
  /** The maximum number of continuations, each of which is a request. Default 1. */
  readonly maxRetries?: number | undefined;
  /** Whether to continue after an error. Default: after errors of a broken connection. */
  readonly when?: ((error: unknown) => boolean) | undefined;
  /** The time before a continuation, in ms, or a function that returns it. Default: `retry-after` of the server, else 0. */
  readonly delay?: RetryDelay | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Emits the events of the source and, if the connection breaks after content, those of a continuation, as one message.
 * It omits the `message_start` of the continuation. If the first block of the continuation is text, that text continues
 * the truncated text block. All other blocks follow the blocks so far. A stopped block stays unchanged.
 *
 * ```text
 * source:  --S--B--T(He)--#
 * rest:                   --S--B--T(llo)--E--D--X|
 * resumeInterrupted({ resume: () => rest })
 * result:  --S--B--T(He)----------T(llo)--E--D--X|
 * ```
 * Completes with the last stream. If the reply cannot be continued, the error passes with `partialMessage`: without
 * content (use `retryMessage`), with a known `stop_reason`, after the last retry, or if `when` rejects the error. It
 * also passes after a complete tool call, which must not run twice. A truncated tool call never gets a stop, so it
 * never counts as complete.
 *
 * You pay for the input of each continuation again. The usage of the message is that of the last continuation, without
 * the tokens of earlier requests. Throws `InvalidOptionsError` for a wrong option.
 *
 * @example A long text over an unreliable connection
 * ```ts
 * import { AnthropicClient, continuationParams, finalText, type MessageCreateParams, resumeInterrupted } from 'anthropic-rxjs';
 *
 * const { messages } = new AnthropicClient();
 * const longText = (params: MessageCreateParams) =>
 *   messages.stream(params).pipe(
 *     resumeInterrupted({ resume: (partial) => messages.stream(continuationParams(params, partial)) }),
 *     finalText(),
 *   );
 * ```
 */
export function resumeInterrupted<Event extends BetaMessageStreamEvent>(
  options: ResumeOptions<Event>,
): MonoTypeOperatorFunction<Event> {
  checkOptions('resumeInterrupted', options, {
    resume: required(aFunction),
    maxRetries: countFrom(0),
    when: aFunction,
    delay: aRetryDelay,
    scheduler: aScheduler,
  });
  const { resume, maxRetries = 1, when = isBroken, delay = 0, scheduler } = options;
  return (source) =>
    defer(() => {
      let state: MessageState | undefined;
      let retries = 0;
      const blocks = new OpenBlocks();
      const follow = tap((sent: Event) => {
        const event = readableEvent(sent);
        state = accumulateMessage(state, event);
        blocks.add(event);
      });
      return source.pipe(
        follow,
        continueWith((error) => {
          attachPartialMessage(error, state?.message);
          if (!state || retries >= maxRetries || !canGoOn(state)) throw error;
          if (!requireAnswer('resumeInterrupted', 'when', when(error), aBoolean, error)) throw error;
          retries += 1;
          // The accumulator keeps the source's own types.
          const partial = state.message as MessageOf<Event>;
          const rest$ = defer(() => returnedStream('resumeInterrupted', 'resume', resume(partial))).pipe(
            spliceContinuation(blocks),
            follow,
          );
          const wait = readRetryDelay('resumeInterrupted', delay, error, retries);
          return wait > 0 ? boundedTimer(wait, scheduler).pipe(switchMap(() => rest$)) : rest$;
        }),
      );
    });
}

function isBroken(error: unknown): boolean {
  return ['APIConnectionError', 'IncompleteStreamError', 'StreamDeadlineError'].some((name) =>
    isErrorNamed(error, name),
  );
}

function canGoOn({ message, complete, stopping }: MessageState): boolean {
  const called = message.content.some((block) => block.type === 'tool_use' && rawToolInput(block)?.complete);
  return !complete && !stopping && message.content.length > 0 && !called;
}
