import { catchError, concat, defer, filter, Observable, of, type OperatorFunction } from 'rxjs';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import type { MessageOf } from './message-of.ts';
import { withQueueNotice } from './queue-notice.ts';
import { textOfMessage } from './text-snapshots.ts';

/** A stream as a template shows it. */
export interface StreamState<M extends BetaMessage = BetaMessage> {
  /**
   * `queued` while the stream waits for its place in the queue of `limitConcurrency`; `stopped` when the stream was ended
   * on purpose before its end, or its signal aborted.
   */
  readonly status: 'queued' | 'connecting' | 'streaming' | 'done' | 'stopped' | 'error';
  /** The text so far, of all text blocks joined. */
  readonly text: string;
  /** The thinking so far, of all thinking blocks joined. */
  readonly thinking: string;
  /** The message so far; `undefined` before `message_start`. */
  readonly message: M | undefined;
  /** The tool calls so far; the input of the last one may still grow. */
  readonly toolUses: readonly ToolUseBlock[];
  /** The tokens counted so far. */
  readonly usage: M['usage'] | undefined;
  /** What went wrong, when `status` is `error`. */
  readonly error: unknown;
}

/**
 * Emits what a template needs of a stream: `connecting` at once, then a state after each event that adds to the message,
 * and at the end `done`, `error` or `stopped` with the whole text so far. Under `limitConcurrency` the status is `queued`
 * until the stream starts. A source that completes before `message_stop`, as `takeUntil` or `stop()` of `shareStream` make
 * it, has been stopped. States and their members never change; objects that an event does not touch stay the same.
 *
 * ```text
 * source:  ---S--B--T(a)--T(b)--E--D--X|
 * streamState()
 * result:  c--s--s--s-----s--------s---(d|)   c: connecting, s: streaming, d: done, then it completes
 * ```
 * Completes with the source and never errors. Unsubscribing leaves the source; no state follows.
 *
 * @example A view for a template
 * ```ts
 * import { type MessageStreamEvent, streamState } from 'anthropic-rxjs';
 * import { type Observable, Subject, takeUntil } from 'rxjs';
 *
 * const stop$ = new Subject<void>();
 * const view = (events$: Observable<MessageStreamEvent>) => events$.pipe(takeUntil(stop$), streamState());
 * ```
 * @see shareStream
 */
export function streamState<Event extends BetaMessageStreamEvent>(): OperatorFunction<
  Event,
  StreamState<MessageOf<Event>>
> {
  return toStates();
}

const connecting: StreamState = {
  status: 'connecting',
  text: '',
  thinking: '',
  message: undefined,
  toolUses: [],
  usage: undefined,
  error: undefined,
};

function toStates(): OperatorFunction<BetaMessageStreamEvent, StreamState> {
  return (source) =>
    new Observable((subscriber) => {
      let shown: StreamState | undefined;
      const show = (state: StreamState) => {
        shown = state;
        // A consumer that subscribes to streams of its own must not turn their queues into this one's.
        withQueueNotice(undefined, () => subscriber.next(state));
      };
      const onQueue = (waits: boolean) => {
        if (!shown?.message) show({ ...connecting, status: waits ? 'queued' : 'connecting' });
      };
      const states$ = source.pipe(
        statesOfMessage(),
        filter((state) => {
          if (!shown) show(connecting);
          if (state.message) shown = state;
          else show(state);
          return state.message !== undefined;
        }),
      );
      withQueueNotice(onQueue, () => states$.subscribe(subscriber));
      if (!shown) show(connecting);
    });
}

/** From `message_start` on, and the last state. */
function statesOfMessage(): OperatorFunction<BetaMessageStreamEvent, StreamState> {
  return (source) =>
    defer(() => {
      let state = connecting;
      let complete = false;
      return concat(
        source.pipe(
          accumulate((next, event) => {
            complete = next?.complete === true;
            if (next?.message === state.message) return undefined;
            return (state = next ? streaming(next, event, state) : connecting);
          }),
          filter((next) => next !== undefined),
        ),
        defer(() => of<StreamState>({ ...state, status: complete ? 'done' : 'stopped' })),
      ).pipe(
        catchError((error: unknown) => {
          const status = isErrorNamed(error, 'APIUserAbortError') ? 'stopped' : 'error';
          return of<StreamState>({ ...state, status, error: status === 'error' ? error : undefined });
        }),
      );
    });
}

function streaming({ message }: MessageState, event: BetaMessageStreamEvent, before: StreamState): StreamState {
  // Text and thinking are read anew because joining strings costs nothing until they are shown.
  const grows = event.type === 'content_block_delta';
  const tools = !grows || event.delta.type === 'input_json_delta';
  return {
    status: 'streaming',
    text: textOfMessage(message),
    thinking: thinkingOfMessage(message),
    message,
    toolUses: tools ? toolUsesOf(message, before.toolUses) : before.toolUses,
    usage: message.usage,
    error: undefined,
  };
}

function thinkingOfMessage({ content }: BetaMessage): string {
  return content.reduce((text, block) => (block.type === 'thinking' ? text + block.thinking : text), '');
}

function toolUsesOf({ content }: BetaMessage, before: readonly ToolUseBlock[]): readonly ToolUseBlock[] {
  const toolUses = content.filter((block) => block.type === 'tool_use');
  const same = toolUses.length === before.length && toolUses.every((block, i) => block === before[i]);
  return same ? before : toolUses;
}
