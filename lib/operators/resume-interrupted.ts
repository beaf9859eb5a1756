import { catchError, concatMap, defer, type MonoTypeOperatorFunction, type Observable, of, throwError } from 'rxjs';
import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { rawToolInput } from '../accumulate/raw-tool-input.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { MessageOf } from './message-of.ts';

/** How `resumeInterrupted` goes on. */
export interface ResumeOptions<Event extends BetaMessageStreamEvent> {
  /** The stream that goes on from what had come; see `continuationParams` for the params to ask with. */
  readonly resume: (partialMessage: MessageOf<Event>) => Observable<Event>;
  /** How many continuations at most. Default 1. */
  readonly maxAttempts?: number;
}

/**
 * Emits the source's events, and when the connection breaks after content, those of a continuation, as one message: its
 * `message_start` is left out, its first text goes on in the text block that was cut, its other blocks come after those
 * there are. Usage is that of the continuation.
 *
 * ```text
 * source:  --S--B--T(He)--#
 * rest:                   --S--B--T(llo)--E--D--X|
 * resumeInterrupted({ resume: () => rest })
 * result:  --S--B--T(He)----------T(llo)--E--D--X|
 * ```
 * Completes with the last stream. The error passes where nothing can be continued: no content yet (then `retryMessage` is
 * right), another cause than the connection, no attempt left, or a tool call that is complete and must not be doubled.
 * A call that was cut stays without stop, so that it is never taken for complete. Each continuation costs its input.
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
export function resumeInterrupted<Event extends BetaMessageStreamEvent>({
  resume,
  maxAttempts = 1,
}: ResumeOptions<Event>): MonoTypeOperatorFunction<Event> {
  return (source) =>
    defer(() => {
      let state: MessageState | undefined;
      let attempts = 0;
      const keep = concatMap((event: Event) => {
        state = accumulateMessage(state, event);
        return of(event);
      });
      const goOn = (error: unknown): Observable<Event> => {
        attachPartialMessage(error, state?.message);
        if (!state || attempts >= maxAttempts || !canGoOn(state, error)) return throwError(() => error);
        attempts += 1;
        // The accumulator keeps the source's own types.
        return resume(state.message as MessageOf<Event>).pipe(splice(state), keep, catchError(goOn));
      };
      return source.pipe(keep, catchError(goOn));
    });
}

function canGoOn({ message, complete }: MessageState, error: unknown): boolean {
  const broken = ['APIConnectionError', 'IncompleteStreamError', 'StreamDeadlineError'].some((name) =>
    isErrorNamed(error, name),
  );
  const called = message.content.some((block) => block.type === 'tool_use' && rawToolInput(block)?.complete);
  return broken && !complete && message.content.length > 0 && !called;
}

/** Fits the events of a continuation behind what had come. */
function splice<Event extends BetaMessageStreamEvent>({
  message,
  indices,
}: MessageState): MonoTypeOperatorFunction<Event> {
  const last = message.content.length - 1;
  const lastIndex = indices?.get(last) ?? last;
  return (source) =>
    defer(() => {
      let joins = message.content[last]?.type === 'text';
      let shift = lastIndex + 1;
      return source.pipe(
        concatMap((event): readonly Event[] => {
          if (event.type === 'message_start') return [];
          if (event.type === 'content_block_start' && event.index === 0) {
            joins &&= event.content_block.type === 'text';
            if (joins) {
              shift = lastIndex;
              return [];
            }
          }
          return 'index' in event ? [{ ...event, index: event.index + shift }] : [event];
        }),
      );
    });
}
