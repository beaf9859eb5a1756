import { computed, DestroyRef, inject, type Signal, signal, untracked } from '@angular/core';
import {
  type BetaMessageCreateParams,
  type BetaMessageParam,
  type BetaMessageStreamEvent,
  type Chat,
  chat as chatOf,
  type ChatOptions,
  type ChatParams,
  type ChatSource,
  type ChatState,
  errorText,
  type MessageCreateParams,
  type MessageParam,
  type MessageStreamEvent,
  type RunnableTool,
  type SavedChat,
  type ToolUseBlock,
  type ToolUseOf,
} from '../index.ts';
import { onceAFrame } from './once-a-frame.ts';
import { injectAnthropic } from './provide-anthropic.ts';

/** The options of `chat`. */
export interface SignalChatOptions<
  Params extends BetaMessageCreateParams = BetaMessageCreateParams,
  Event extends BetaMessageStreamEvent = BetaMessageStreamEvent,
  AnyTool extends RunnableTool = RunnableTool,
> extends ChatOptions<Params, Event, AnyTool> {
  /** The source of replies, such as `relayed('/api/replies')`. Default: the client of `provideAnthropic`. */
  readonly source?: ChatSource<Params, Event> | undefined;
  /** The chat to continue, or its JSON, such as `sessionStorage.getItem('chat')`; see `restore`. Default: a new chat. */
  readonly saved?: SavedChat | string | null | undefined;
}

/** A chat as signals for a template, and the actions of its user. */
export interface SignalChat<
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  Turn extends BetaMessageParam = MessageParam,
  Use extends ToolUseBlock = ToolUseBlock,
> extends Omit<Chat<Event, Turn, Use>, 'state' | 'state$' | 'history' | 'dispose'> {
  /** All turns: `@for (turn of chat.turns(); track turn.id)`. */
  readonly turns: Signal<ChatState<Event, Turn, Use>['turns']>;
  /** `idle` without a reply, else the status of the last reply. */
  readonly status: Signal<ChatState['status']>;
  /** Whether a reply is pending or streaming, so that `stop` ends it. */
  readonly busy: Signal<boolean>;
  /** The error of the last reply, if `status` is `error`. */
  readonly error: Signal<unknown>;
  /** A short text about the error for the user; `''` without an error. */
  readonly errorText: Signal<string>;
  /** Whether `retry()` requests the last reply again. */
  readonly canRetry: Signal<boolean>;
  /** The turns of the user that wait for the replies before them. */
  readonly queued: Signal<ChatState<Event, Turn, Use>['queued']>;
}

/**
 * Creates a `chat` of `anthropic-rxjs` as signals, which change at most once per animation frame. It uses the client of
 * `provideAnthropic`. Call it in an injection context. Destroying the component or service disposes the chat, which
 * aborts a running reply. Works with and without zone.js.
 *
 * @example A chat component's class
 * ```ts
 * import { chat } from 'anthropic-rxjs/angular';
 *
 * export class ChatPage {
 *   // In the template: @for (turn of chat.turns(); track turn.id), (click)="chat.stop()"
 *   protected readonly chat = chat({ model: 'claude-sonnet-5', max_tokens: 1024 });
 * }
 * ```
 */
export function chat<
  Params extends BetaMessageCreateParams = MessageCreateParams,
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  AnyTool extends RunnableTool = RunnableTool,
>(
  params: NoInfer<ChatParams<Params>>,
  options: SignalChatOptions<Params, Event, AnyTool> = {},
): SignalChat<Event, Params['messages'][number], ToolUseOf<AnyTool>> {
  const { source, saved, ...rest } = options;
  const client: unknown = source ?? injectAnthropic();
  const talk = chatOf(client as ChatSource<Params, Event>, params, rest as ChatOptions<Params, Event, AnyTool>); // its own types
  quietly(talk.restore)(saved);
  const state = signal(talk.state);
  // eslint-disable-next-line rxjs-x/no-ignored-error, no-restricted-syntax -- a chat never errors
  talk.state$.pipe(onceAFrame()).subscribe((next) => state.set(next));
  inject(DestroyRef).onDestroy(() => talk.dispose());
  return {
    turns: computed(() => state().turns),
    status: computed(() => state().status),
    busy: computed(() => state().status === 'pending' || state().status === 'streaming'),
    error: computed(() => state().error),
    errorText: computed(() => errorText(state().error)),
    canRetry: computed(() => state().canRetry),
    queued: computed(() => state().queued),
    send: quietly(talk.send),
    stop: quietly(talk.stop),
    retry: quietly(talk.retry),
    edit: quietly(talk.edit),
    regenerate: quietly(talk.regenerate),
    approve: quietly(talk.approve),
    reset: quietly(talk.reset),
    restore: quietly(talk.restore),
    toJSON: talk.toJSON,
  };
}

/** An effect that acts on a chat must not depend on the signals that a source reads. */
function quietly<Args extends readonly unknown[]>(act: (...args: Args) => void): (...args: Args) => void {
  return (...args) => untracked(() => act(...args));
}
