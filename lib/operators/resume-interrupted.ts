import { returnedStream } from '../errors/returned-stream.ts';
import { readableEvent } from '../accumulate/readable-event.ts';
import { defer, type MonoTypeOperatorFunction, type ObservableInput, type SchedulerLike, switchMap, tap } from 'rxjs';
import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { rawToolInput } from '../accumulate/raw-tool-input.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { aFunction, aScheduler, checkOptions, countFrom, required } from '../errors/check-options.ts';
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
  /** The most requests after the first, each a continuation. Default 1. */
  readonly maxRetries?: number;
  /** Which errors to continue after. Default: those of a broken connection. */
  readonly when?: (error: unknown) => boolean;
  /** The time before a continuation, in ms, or a function that returns it. Default: `retry-after` of the server, else 0. */
  readonly delay?: RetryDelay;
  /** The clock. Default: real time. */
  readonly scheduler?: SchedulerLike;
}

/**
 * Emits the source's events, and when the connection breaks after content, those of a continuation, as one message. The
 * operator omits the continuation's `message_start`. If its first block is text, it continues the truncated text block.
 * All other blocks follow the blocks so far. A stopped block stays unchanged.
 *
 * ```text
 * source:  --S--B--T(He)--#
 * rest:                   --S--B--T(llo)--E--D--X|
 * resumeInterrupted({ resume: () => rest })
 * result:  --S--B--T(He)----------T(llo)--E--D--X|
 * ```
 * Completes with the last stream. The error passes, with `partialMessage`, if the reply cannot be continued: without
 * content (use `retryMessage`), with a known `stop_reason`, after the last retry, or for an error that `when` rejects. It
 * also passes after a complete tool call, which must not run twice. A truncated tool call gets no stop, so it never counts
 * as complete.
 *
 * Each continuation is a request that costs its input again. The usage of the message is that of the last continuation; it
 * does not include the tokens of earlier requests. Throws `InvalidOptionsError` for a wrong option.
 *
 * @example A long text over a bad line
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
          if (!state || retries >= maxRetries || !canGoOn(state) || !when(error)) throw error;
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

function canGoOn({ message, complete }: MessageState): boolean {
  const ended = complete || (message.stop_reason ?? null) !== null;
  const called = message.content.some((block) => block.type === 'tool_use' && rawToolInput(block)?.complete);
  return !ended && message.content.length > 0 && !called;
}
