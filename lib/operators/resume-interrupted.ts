import { defer, type MonoTypeOperatorFunction, type ObservableInput, tap } from 'rxjs';
import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { rawToolInput } from '../accumulate/raw-tool-input.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { aFunction, checkOptions, countFrom, required } from '../errors/check-options.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { continueWith } from './continue-with.ts';
import type { MessageOf } from '../types/message-of.ts';
import { OpenBlocks, spliceContinuation } from './splice-continuation.ts';

/** How `resumeInterrupted` goes on. */
export interface ResumeOptions<Event extends BetaMessageStreamEvent> {
  /** Returns the stream that continues the message so far; `continuationParams` makes the params of its request. */
  readonly resume: (partialMessage: MessageOf<Event>) => ObservableInput<Event>;
  /** How many continuations at most. Default 1. */
  readonly maxAttempts?: number;
}

/**
 * Emits the source's events, and when the connection breaks after content, those of a continuation, as one message. The
 * operator omits the continuation's `message_start`. Its first block continues the text block that was cut, when it is
 * text; all other blocks come after the blocks so far. A block that has stopped stays as it is.
 *
 * ```text
 * source:  --S--B--T(He)--#
 * rest:                   --S--B--T(llo)--E--D--X|
 * resumeInterrupted({ resume: () => rest })
 * result:  --S--B--T(He)----------T(llo)--E--D--X|
 * ```
 * Completes with the last stream. The error passes, with `partialMessage`, where nothing can be continued: no content yet
 * (then `retryMessage` is right), a known `stop_reason`, a cause other than the connection, no attempt left, or a complete
 * tool call, which must not run twice. A tool call that was cut gets no stop, so that nothing takes it for complete.
 *
 * Each continuation is a request that costs its input again. The usage of the message is that of the last continuation; it
 * does not include the tokens of the requests before. Throws `InvalidOptionsError` for a wrong option.
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
  checkOptions('resumeInterrupted', options, { resume: required(aFunction), maxAttempts: countFrom(0) });
  const { resume, maxAttempts = 1 } = options;
  return (source) =>
    defer(() => {
      let state: MessageState | undefined;
      let attempts = 0;
      const blocks = new OpenBlocks();
      const follow = tap((event: Event) => {
        state = accumulateMessage(state, event);
        blocks.add(event);
      });
      return source.pipe(
        follow,
        continueWith((error) => {
          attachPartialMessage(error, state?.message);
          if (!state || attempts >= maxAttempts || !canGoOn(state, error)) throw error;
          attempts += 1;
          // The accumulator keeps the source's own types.
          const partial = state.message as MessageOf<Event>;
          return defer(() => resume(partial)).pipe(spliceContinuation(blocks), follow);
        }),
      );
    });
}

function canGoOn({ message, complete }: MessageState, error: unknown): boolean {
  const broken = ['APIConnectionError', 'IncompleteStreamError', 'StreamDeadlineError'].some((name) =>
    isErrorNamed(error, name),
  );
  const ended = complete || (message.stop_reason ?? null) !== null;
  const called = message.content.some((block) => block.type === 'tool_use' && rawToolInput(block)?.complete);
  return broken && !ended && message.content.length > 0 && !called;
}
