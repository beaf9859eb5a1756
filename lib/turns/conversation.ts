import { BehaviorSubject, defer, finalize, type Observable, tap, throwError } from 'rxjs';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { MessageBuilder } from '../accumulate/message-builder.ts';
import { isRefused } from '../accumulate/stop-reason.ts';
import { checkOptions, required } from '../errors/check-options.ts';
import { AnthropicError } from '../errors/anthropic-error.ts';
import { isRecord } from '../errors/is-record.ts';
import type { Message } from '../types/message.ts';
import type { MessageCreateParams } from '../types/message-create-params.ts';
import type { MessageParam, UserMessageParam } from '../types/message-param.ts';
import type { MessageStreamEvent } from '../types/message-stream-event.ts';
import { appendUserTurns, replyTurns } from './append-turn.ts';

/** The part of `AnthropicClient` that a conversation uses. */
export interface StreamingClient {
  readonly messages: { stream(params: MessageCreateParams): Observable<MessageStreamEvent> };
}

/** The options of one turn of a conversation. */
export interface SendOptions {
  /**
   * Also appends the turns if the reply fails or the caller unsubscribes. They contain the part of the reply that the
   * API accepts, without calls of your tools. Default `false`.
   */
  readonly keepPartial?: boolean | undefined;
}

/** A turn that the model refused. The history omits it, because the API would also refuse every turn after it. */
export interface RefusedTurn {
  readonly question: UserMessageParam;
  /** The reply, with `stop_reason: 'refusal'` and `stop_details`. */
  readonly reply: Message;
}

/** A conversation that remembers its turns. */
export interface Conversation {
  /** Emits the turns so far on subscribe, then again after each change. Never completes. */
  readonly history$: Observable<readonly MessageParam[]>;
  /** The turns so far, as plain data. To continue later, store them as JSON and pass them as `messages`. */
  readonly history: readonly MessageParam[];
  /**
   * Emits the last turn if the model refused it, else `undefined`: on subscribe, then after each change. Never
   * completes.
   */
  readonly refused$: Observable<RefusedTurn | undefined>;
  /**
   * Sends the next user turn on subscribe, with all turns before it, and emits the events of the reply. When the reply
   * completes, it appends both turns to the history, without blocks that the API rejects. If the model refuses, it
   * appends neither: see `refused$`. If the reply fails or the caller unsubscribes, it appends them only with
   * `keepPartial`.
   *
   * To answer calls of your tools, send their `tool_result` blocks; any other content removes the calls from the
   * history. Same errors as `messages.stream`, and `AnthropicError` while another turn is running.
   */
  send(content: MessageParam['content'], options?: SendOptions): Observable<MessageStreamEvent>;
  /** Creates another conversation that continues from the turns so far. */
  fork(): Conversation;
  /** Removes all turns, or replaces them. A turn that is still running is then never appended. */
  reset(history?: readonly MessageParam[]): void;
}

/**
 * Creates a conversation that sends each turn together with the earlier ones. `params` apply to every request; their
 * `messages` are the initial turns.
 *
 * @example Two turns
 * ```ts
 * import { AnthropicClient, conversation, textDeltas } from 'anthropic-rxjs';
 * import { concat } from 'rxjs';
 *
 * const chat = conversation(new AnthropicClient(), { model: 'claude-sonnet-5', max_tokens: 1024 });
 * concat(chat.send("Hi, I'm Alice"), chat.send("What's my name?"))
 *   .pipe(textDeltas())
 *   .subscribe((text) => console.log(text));
 * ```
 */
export function conversation(
  client: StreamingClient,
  params: Omit<MessageCreateParams, 'messages'> & { readonly messages?: readonly MessageParam[] },
): Conversation {
  checkOptions('conversation', { client, params }, rules);
  const history$ = new BehaviorSubject<readonly MessageParam[]>(params.messages ?? []);
  const refused$ = new BehaviorSubject<RefusedTurn | undefined>(undefined);
  let running: symbol | undefined;

  return {
    history$: history$.asObservable(),
    get history() {
      return history$.value;
    },
    refused$: refused$.asObservable(),
    send: (content, { keepPartial = false } = {}) =>
      defer(() => {
        if (running) return throwError(() => new AnthropicError(stillRunning));
        const before = history$.value;
        const question: UserMessageParam = { role: 'user', content };
        const asked = [...appendUserTurns<MessageParam>(before, [question])];
        const turn = (running = Symbol());
        const built = new MessageBuilder();
        let settled = false;
        // Once, and not after a reset, which starts another conversation.
        const settle = (reply: MessageParam[], state: MessageState | undefined) => {
          if (settled || history$.value !== before) return;
          settled = true;
          // A reply to a request without beta features has no beta blocks.
          if (state && isRefused(state.message.stop_reason))
            refused$.next({ question, reply: state.message as Message });
          else history$.next([...asked, ...reply]);
        };
        // The next turn may start as soon as this one completes, before its teardown.
        const end = () => {
          if (running === turn) running = undefined;
        };
        if (refused$.value) refused$.next(undefined);
        // A client that throws ends the turn, too.
        return defer(() => client.messages.stream({ ...params, messages: asked })).pipe(
          tap({
            next: (event) => built.add(event),
            complete: () => {
              end();
              settle(replyOf(built.state, asked), built.state);
            },
          }),
          finalize(() => {
            end();
            const { state } = built;
            const reply = replyOf(state, asked);
            if (keepPartial && reply.length > 0) settle(reply, state);
          }),
        );
      }),
    fork: () => conversation(client, { ...params, messages: history$.value }),
    reset: (history = []) => {
      if (refused$.value) refused$.next(undefined);
      history$.next([...history]); // a copy, even of the same turns: `settle` compares
    },
  };
}

const rules = {
  client: required({
    allows: (value) =>
      isRecord(value) && isRecord(value['messages']) && typeof value['messages']['stream'] === 'function',
    expected: 'a client, such as new AnthropicClient()',
  }),
  params: required({ allows: isRecord, expected: 'an object such as { model, max_tokens }' }),
};

function replyOf(state: MessageState | undefined, before: readonly MessageParam[]): MessageParam[] {
  return state ? replyTurns(before, state) : [];
}

const stillRunning =
  'A turn of this conversation is still running; wait until it has completed, unsubscribe from it, or fork() the conversation.';
