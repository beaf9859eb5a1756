import { BehaviorSubject, defer, finalize, type Observable, tap, throwError } from 'rxjs';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { MessageBuilder } from '../accumulate/message-builder.ts';
import { toHistory } from '../accumulate/to-history.ts';
import { AnthropicError } from '../errors/anthropic-error.ts';
import type { MessageCreateParams } from '../types/message-create-params.ts';
import type { MessageParam } from '../types/message-param.ts';
import type { MessageStreamEvent } from '../types/message-stream-event.ts';

/** What a conversation needs of a client: `AnthropicClient` has it. */
export interface StreamingClient {
  readonly messages: { stream(params: MessageCreateParams): Observable<MessageStreamEvent> };
}

/** How one turn of a conversation is taken. */
export interface SendOptions {
  /** Append the turns also when the reply was cut or left, with what came of it. Default `false`. */
  readonly keepPartial?: boolean;
}

/** A conversation that remembers its turns. */
export interface Conversation {
  /** The turns so far, then again after each change. */
  readonly history$: Observable<readonly MessageParam[]>;
  /** The turns so far, as plain data: `JSON.stringify` it, and give it back as `messages` to go on another day. */
  readonly history: readonly MessageParam[];
  /**
   * Sends the next user turn on subscribe, with all turns before it, and emits the events of the reply. Both turns are
   * appended when it completes; nothing is when it fails or is left, unless `keepPartial` asks for it. Errors as
   * `messages.stream`, and `AnthropicError` when another turn is still running.
   */
  send(content: MessageParam['content'], options?: SendOptions): Observable<MessageStreamEvent>;
  /** Another conversation that goes on from the turns so far. */
  fork(): Conversation;
  /** Forgets all turns, or starts over from others. A turn that is running is appended to what it started from no more. */
  reset(history?: readonly MessageParam[]): void;
}

/**
 * Makes a conversation: each turn is sent with those before it. `params` are those of every request; their `messages` are
 * the turns it starts from.
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
  const history$ = new BehaviorSubject<readonly MessageParam[]>(params.messages ?? []);
  let running: symbol | undefined;

  return {
    history$: history$.asObservable(),
    get history() {
      return history$.value;
    },
    send: (content, { keepPartial = false } = {}) =>
      defer(() => {
        if (running) return throwError(() => new AnthropicError(stillRunning));
        const turn = (running = Symbol());
        const before = history$.value;
        const question: MessageParam = { role: 'user', content };
        const built = new MessageBuilder();
        // Not twice, and not after a reset, which has made another conversation of it.
        const append = (turns: MessageParam[]) => {
          if (history$.value === before) history$.next([...before, ...turns]);
        };
        // The next turn may start as soon as this one completes, before it is torn down.
        const end = () => {
          if (running === turn) running = undefined;
        };
        return client.messages.stream({ ...params, messages: [...before, question] }).pipe(
          tap({
            next: (event) => built.add(event),
            complete: () => {
              end();
              append([question, ...wholeReply(built.state)]);
            },
          }),
          finalize(() => {
            end();
            const { state } = built;
            const kept = state?.complete ? wholeReply(state) : partialReply(state);
            if (keepPartial && kept.length > 0) append([question, ...kept]);
          }),
        );
      }),
    fork: () => conversation(client, { ...params, messages: history$.value }),
    reset: (history = []) => history$.next(history),
  };
}

// A reply to a request without beta features holds no beta blocks, and what a reply holds can be sent back.
type Turns = MessageParam[];

function wholeReply(state: MessageState | undefined): Turns {
  const content = state?.message.content.filter((block) => block.type !== 'text' || block.text !== '') ?? [];
  return content.length > 0 ? ([{ role: 'assistant', content }] as Turns) : [];
}

function partialReply(state: MessageState | undefined): Turns {
  const reply = state && toHistory(state.message);
  return reply ? ([reply] as Turns) : [];
}

const stillRunning =
  'A turn of this conversation is still running; wait until it has completed, leave it, or fork() the conversation.';
