import {
  asyncScheduler,
  defer,
  Observable,
  type SchedulerLike,
  share,
  Subject,
  type Subscriber,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import { longestDelay } from '../../errors/longest-delay.ts';
import { run } from '../run.ts';
import type { RedisConnection, RedisConnector } from './redis-connection.ts';

/** The values of a channel: a message, or `undefined` once the subscription starts, also after an interruption. */
export type ChannelMessage = string | undefined;

/** The time that a channel outlives its last subscriber, in ms: readers often return soon. */
const linger = 1_000;

/**
 * The two connections of a log: one for commands, one for channels. Client libraries can wait without end for a connection
 * that died silently. Here a command has a deadline; if the answer misses it, the link replaces both connections.
 */
export class RedisLink {
  readonly #connector: RedisConnector;
  /** How long a command may take, in ms. */
  readonly #deadline: number;
  readonly #scheduler: SchedulerLike;
  /** The commands without an answer, oldest first, and when they were sent. */
  readonly #pending = new Map<Subscriber<unknown>, number>();
  readonly #channels = new Map<
    string,
    { readonly messages$: Subject<ChannelMessage>; readonly shared$: Observable<ChannelMessage> }
  >();
  readonly #followed = new Set<string>();
  readonly #reconnected$ = new Subject<void>();
  #commands: RedisConnection | undefined;
  #listener: RedisConnection | undefined;
  #isWatching = false;
  /** Whether no connection for commands has been ready or failed. */
  #isNew = true;
  readonly #closed$ = new Subject<void>();
  #isClosed = false;

  constructor(connector: RedisConnector, deadline: number, scheduler: SchedulerLike = asyncScheduler) {
    this.#connector = connector;
    this.#deadline = deadline;
    this.#scheduler = scheduler;
  }

  /** Emits whenever commands can be sent again, but not for the first connection if Redis answers it. */
  get reconnected$(): Observable<void> {
    return this.#reconnected$;
  }

  /** Whether there are several servers; each knows only of subscriptions of its own. */
  get isCluster(): boolean {
    return this.#commands?.isCluster ?? false;
  }

  /** Sends a command about a key; emits the answer and completes. */
  call(key: string, ...command: [name: string, ...args: string[]]): Observable<unknown> {
    return new Observable((subscriber) => {
      if (this.#isClosed) {
        subscriber.error(new Error('The log is closed.'));
        return;
      }
      this.#pending.set(subscriber, this.#scheduler.now());
      this.#watch();
      this.#commands ??= this.#open({ ready: () => this.#ready() });
      this.#commands.call(key, command).then(
        (answer) => {
          this.#pending.delete(subscriber);
          subscriber.next(answer);
          subscriber.complete();
        },
        (error: unknown) => {
          this.#pending.delete(subscriber);
          subscriber.error(error);
        },
      );
    });
  }

  /** Emits the messages of a channel, after `undefined` when it is followed. Never completes. */
  channel(name: string): Observable<ChannelMessage> {
    return defer(() => {
      const { messages$, shared$ } = this.#channels.get(name) ?? this.#addChannel(name);
      return new Observable<ChannelMessage>((subscriber) => {
        const isFollowed = this.#followed.has(name);
        const subscription = shared$.subscribe(subscriber);
        if (isFollowed && messages$.observed) subscriber.next(undefined);
        return subscription;
      });
    });
  }

  /** Replaces both connections. */
  replace(): void {
    this.#isNew = false;
    const error = new Error(`Redis did not answer within ${this.#deadline} ms.`);
    const pending = [...this.#pending.keys()];
    this.#pending.clear();
    this.#closeConnections();
    for (const subscriber of pending) subscriber.error(error);
    for (const name of this.#channels.keys()) this.#follow(name);
  }

  close(): void {
    this.#isClosed = true;
    this.#closed$.next();
    for (const subscriber of [...this.#pending.keys()]) subscriber.error(new Error('The log is closed.'));
    this.#pending.clear();
    this.#channels.clear();
    this.#closeConnections();
  }

  #closeConnections(): void {
    this.#followed.clear();
    this.#commands?.close();
    this.#listener?.close();
    this.#commands = this.#listener = undefined;
  }

  #open({ ready }: { readonly ready: () => void }): RedisConnection {
    return this.#connector({
      ready,
      message: (channel, text) => this.#channels.get(channel)?.messages$.next(text),
    });
  }

  #ready(): void {
    const isBack = !this.#isNew;
    this.#isNew = false;
    if (isBack) this.#reconnected$.next();
  }

  /** One timer serves all commands: answers arrive in order, so the oldest command decides. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#later(Math.min(this.#deadline / 2, longestDelay), () => {
      this.#isWatching = false;
      const [oldest] = this.#pending.values();
      if (oldest === undefined) return;
      if (this.#scheduler.now() - oldest >= this.#deadline) this.replace();
      else this.#watch();
    });
  }

  #later(delay: number, work: () => void): void {
    run(timer(delay, this.#scheduler).pipe(tap(work), takeUntil(this.#closed$)));
  }

  #addChannel(name: string) {
    const messages$ = new Subject<ChannelMessage>();
    const followed$ = new Observable<ChannelMessage>((subscriber) => {
      subscriber.add(messages$.subscribe(subscriber));
      this.#follow(name);
      subscriber.add(() => {
        this.#channels.delete(name);
        this.#followed.delete(name);
        this.#listener?.unsubscribe(name).catch(() => undefined); // a dead connection follows nothing
      });
    });
    const left$ = timer(linger, this.#scheduler).pipe(takeUntil(this.#closed$));
    const shared$ = followed$.pipe(share({ resetOnRefCountZero: () => left$ }));
    const channel = { messages$, shared$ };
    this.#channels.set(name, channel);
    return channel;
  }

  #follow(name: string): void {
    if (this.#isClosed) return;
    // The answer of its own command announces the first subscription.
    let isBack = false;
    this.#listener ??= this.#open({
      ready: () => {
        if (isBack) this.#lookAgain();
        isBack = true;
      },
    });
    const listener = this.#listener;
    listener.subscribe(name).then(
      () => {
        if (this.#listener !== listener || !this.#channels.has(name)) return;
        this.#followed.add(name);
        this.#channels.get(name)?.messages$.next(undefined);
      },
      () => {
        // The connection failed during the command; a new one subscribes to all channels.
        if (this.#listener === listener) this.#later(linger, () => this.#followAgain(name));
      },
    );
  }

  #followAgain(name: string): void {
    if (this.#channels.has(name) && !this.#followed.has(name)) this.#follow(name);
  }

  /** Messages were missed while the connection was away. */
  #lookAgain(): void {
    for (const name of this.#followed) this.#channels.get(name)?.messages$.next(undefined);
  }
}
