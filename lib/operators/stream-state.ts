import { catchError, concat, defer, filter, Observable, of, type OperatorFunction } from 'rxjs';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { isWhole } from '../accumulate/is-whole.ts';
import { JoinedText } from '../accumulate/joined-text.ts';
import { textOfBlock, textOfEvent, thinkingOfBlock, thinkingOfEvent } from '../accumulate/text-of.ts';
import { touchesCalls } from '../accumulate/touches-calls.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import type { MessageOf } from '../types/message-of.ts';
import { withQueueNotice } from './queue-notice.ts';

/** The state of a stream for a template. */
export interface StreamState<M extends BetaMessage = BetaMessage> {
  /**
   * `queued` while the stream waits for its place in the queue of `limitConcurrency`; `stopped` when the app ended the
   * stream early, or its signal aborted.
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
  /** The error, if `status` is `error`. */
  readonly error: unknown;
}

/**
 * Emits the state of a stream for a template: `connecting` immediately, then a state after each event that adds to the
 * message. The last state is `done`, `error` or `stopped`, with the text so far. Under `limitConcurrency` the status is
 * `queued` until the stream starts. A source that completes before `message_stop`, for example by `takeUntil` or
 * `stop()` of `shareStream`, is `stopped`. States are immutable; objects that an event does not affect stay the same.
 *
 * ```text
 * source:  ---S--B--T(a)--T(b)--E--D--X|
 * streamState()
 * result:  c--s--s--s-----s--------s---(d|)   c: connecting, s: streaming, d: done, then it completes
 * ```
 * Completes with the source and never errors. Unsubscribing unsubscribes from the source; no state follows.
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
        // A consumer may subscribe to its own streams; their queues must not notify this one.
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

/** The states after `message_start`, and the last one. */
function statesOfMessage(): OperatorFunction<BetaMessageStreamEvent, StreamState> {
  return (source) =>
    defer(() => {
      const text = new JoinedText(textOfEvent, textOfBlock);
      const thinking = new JoinedText(thinkingOfEvent, thinkingOfBlock);
      let calls = new CallList();
      let state = connecting;
      let latest: MessageState | undefined;
      return concat(
        source.pipe(
          accumulate((next, event, before) => {
            text.add(before, next, event);
            thinking.add(before, next, event);
            latest = next;
            if (next?.message === state.message) return undefined;
            if (!next) return (state = connecting);
            if (touchesCalls(before, next, event)) calls = new CallList(next.message);
            return (state = streaming(next, text.text, thinking.text, calls));
          }),
          filter((next) => next !== undefined),
        ),
        defer(() => of<StreamState>({ ...state, status: latest && isWhole(latest) ? 'done' : 'stopped' })),
      ).pipe(
        catchError((error: unknown) => {
          const status = isErrorNamed(error, 'APIUserAbortError') ? 'stopped' : 'error';
          return of<StreamState>({ ...state, status, error: status === 'error' ? error : undefined });
        }),
      );
    });
}

function streaming({ message }: MessageState, text: string, thinking: string, calls: CallList): StreamState {
  return {
    status: 'streaming',
    text,
    thinking,
    message,
    // Created when it is read: one list per event would take quadratic time in the number of calls.
    get toolUses() {
      return calls.value;
    },
    usage: message.usage,
    error: undefined,
  };
}

/** The calls of a message, always the same array. */
class CallList {
  readonly #message: BetaMessage | undefined;
  #value: readonly ToolUseBlock[] | undefined;

  constructor(message?: BetaMessage) {
    this.#message = message;
  }

  get value(): readonly ToolUseBlock[] {
    const { content } = this.#message ?? {};
    return (this.#value ??= content?.filter((block) => block.type === 'tool_use') ?? connecting.toolUses);
  }
}
