import { computed, DestroyRef, inject, PendingTasks, PLATFORM_ID, type Signal, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { defer, finalize, NEVER, type Observable, type ObservableInput, Subject, switchMap, takeUntil } from 'rxjs';
import {
  type BetaMessageStreamEvent,
  errorText,
  type MessageOf,
  type StreamState,
  streamState,
  type ToolUseBlock,
} from '../index.ts';
import { onceAFrame } from './once-a-frame.ts';

/** The options of `messageStream`. */
export interface MessageStreamOptions {
  /** Also sends requests while the server renders a page, which then waits for the reply. Default `false`. */
  readonly onServer?: boolean | undefined;
}

/** A reply as signals for a template, and the actions of a user. */
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
  /** The error, if `status` is `error`. */
  readonly error: Signal<unknown>;
  /** A short text about the error for the user; `''` without an error. */
  readonly errorText: Signal<string>;
  /** Sends a request; aborts a running one. */
  send(input: Input): void;
  /** Aborts the request and keeps the partial reply. */
  stop(): void;
  /** Sends the last input again. */
  retry(): void;
}

/**
 * Exposes a stream as signals for templates: the states of `streamState`, at most one per animation frame, and always
 * the last one. `source` returns the stream for the argument of `send`. Call it in an injection context. Destroying the
 * component or service unsubscribes. An error is a `status`; it never throws. Works with and without zone.js.
 *
 * While a server renders the page, it sends requests only with `onServer`.
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
  // Without a task the server would send the page before the reply is complete.
  const tasks = isServer && onServer ? inject(PendingTasks) : undefined;
  const requests$ = new Subject<Observable<Event>>();
  const stop$ = new Subject<void>();
  // Before the first request, the state of a stream without events.
  const idle = toSignal(NEVER.pipe(streamState<Event>()), { requireSync: true });
  const state = signal(idle());
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
    // An effect that calls send() must not depend on the signals that a source reads.
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
    errorText: computed(() => errorText(state().error)),
    send: (input) => request(defer(() => source(input))),
    stop: () => stop$.next(),
    retry: () => {
      if (last) request(last);
    },
  };
}
