import { computed, DestroyRef, inject, PendingTasks, PLATFORM_ID, type Signal, signal, untracked } from '@angular/core';
import { defer, finalize, type Observable, type ObservableInput, Subject, switchMap, takeUntil } from 'rxjs';
import {
  type BetaMessageStreamEvent,
  type MessageOf,
  type StreamState,
  streamState,
  type ToolUseBlock,
} from '../index.ts';
import { onceAFrame } from './once-a-frame.ts';

/** How `messageStream` behaves. */
export interface MessageStreamOptions {
  /** Send requests also while a page is rendered on the server, which then waits for the reply. Default `false`. */
  readonly onServer?: boolean;
}

/** A reply as a template shows it, and what a user can do with it. */
export interface MessageStream<Input, Event extends BetaMessageStreamEvent = BetaMessageStreamEvent> {
  /** `idle` until the first `send`; `stopped` after `stop`. */
  readonly status: Signal<'idle' | StreamState['status']>;
  /** The text so far. */
  readonly text: Signal<string>;
  /** The thinking so far. */
  readonly thinking: Signal<string>;
  /** The message so far; `undefined` before it starts. */
  readonly message: Signal<MessageOf<Event> | undefined>;
  /** The tool calls so far. */
  readonly toolUses: Signal<readonly ToolUseBlock[]>;
  /** The tokens counted so far. */
  readonly usage: Signal<MessageOf<Event>['usage'] | undefined>;
  /** What went wrong, when `status` is `error`. */
  readonly error: Signal<unknown>;
  /** Sends a request; one that is still running is aborted. */
  send(input: Input): void;
  /** Aborts the request; what came stays. */
  stop(): void;
  /** Sends what was sent last once more. */
  retry(): void;
}

/**
 * Makes signals of a stream, for templates: what `streamState` gives, changed at most once per animation frame, the last
 * state always. `source` gives the stream for what `send` was given. Call it where `inject` may be called; the request
 * ends with the component or service. Errors are a `status`, never thrown. Works with and without zone.js.
 *
 * On a server that renders pages nothing is sent, unless `onServer` asks for it.
 *
 * @example A chat component's class
 * ```ts
 * import { injectAnthropic, messageStream } from 'anthropic-rxjs/angular';
 *
 * export class Chat {
 *   readonly #client = injectAnthropic();
 *   // In the template: reply.text(), reply.status(), (click)="reply.stop()"
 *   readonly reply = messageStream((content: string) =>
 *     this.#client.messages.stream({ model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user', content }] }),
 *   );
 * }
 * ```
 */
export function messageStream<Input, Event extends BetaMessageStreamEvent>(
  source: (input: Input) => ObservableInput<Event>,
  { onServer = false }: MessageStreamOptions = {},
): MessageStream<Input, Event> {
  const isServer = inject(PLATFORM_ID) === 'server';
  const silent = isServer && !onServer;
  // Without a task the page would be sent before the reply is there.
  const tasks = isServer && onServer ? inject(PendingTasks) : undefined;
  const requests$ = new Subject<Observable<Event>>();
  const stop$ = new Subject<void>();
  const state = signal<StreamState<MessageOf<Event>>>(nothing);
  const sent = signal(false);
  let last: Observable<Event> | undefined;

  const subscription = requests$
    .pipe(
      switchMap((events$) => {
        const done = tasks?.add();
        const stoppable$ = events$.pipe(takeUntil(stop$));
        return stoppable$.pipe(
          streamState(),
          onceAFrame(),
          finalize(() => done?.()),
        );
      }),
    )
    // eslint-disable-next-line rxjs-x/no-ignored-error, no-restricted-syntax -- streamState emits errors as states
    .subscribe((next) => state.set(next));
  inject(DestroyRef).onDestroy(() => subscription.unsubscribe());

  const request = (events$: Observable<Event>) => {
    if (silent || subscription.closed) return;
    last = events$;
    sent.set(true);
    // What a source reads is none of the effect's business in which it may be sent.
    untracked(() => requests$.next(events$));
  };
  return {
    status: computed(() => (sent() ? state().status : 'idle')),
    text: computed(() => state().text),
    thinking: computed(() => state().thinking),
    message: computed(() => state().message),
    toolUses: computed(() => state().toolUses),
    usage: computed(() => state().usage),
    error: computed(() => state().error),
    send: (input) => request(defer(() => source(input))),
    stop: () => stop$.next(),
    retry: () => {
      if (last) request(last);
    },
  };
}

const nothing = {
  status: 'connecting',
  text: '',
  thinking: '',
  message: undefined,
  toolUses: [],
  usage: undefined,
  error: undefined,
} as const;
