import type { Observable, ObservableInput } from 'rxjs';
import type { BetaMessageStreamEvent } from '../index.ts';
import type { AttachOptions } from './reader.ts';
import type { RelayedEvent } from './relayed-event.ts';

/** What is known of a reply. `unknown` is one that never was, has expired or was deleted. */
export type RelayStatus = 'unknown' | 'running' | 'complete' | 'error' | 'stopped' | 'lost';

/** Replies with many readers. They outlive their readers, and a reader goes on from any event. */
export interface Relay {
  /**
   * Subscribes to `events$` and writes them to the log, unless the log has a reply of this id: then that one is joined.
   * Emits which of the two as soon as the log has the reply, and completes. Unsubscribing does not end the reply; only
   * `stop`, `deleteReply` and `close` do. `context` is kept with the reply, as JSON. Never use an id twice.
   *
   * Errors: `LogFullError`, `RelayClosedError`.
   */
  start(
    id: string,
    events$: ObservableInput<BetaMessageStreamEvent>,
    context?: unknown,
  ): Observable<'started' | 'joined'>;
  /**
   * Emits the events of a reply after `after`. The events that the reader missed are joined: one delta per block. The
   * rest follows singly. Completes with the reply, also when it was stopped. Unsubscribing does not end the reply.
   *
   * Errors: the error of the reply, of its own class, also in another process; `UnknownStreamError`,
   * `CursorExpiredError`, `ProducerLostError`, `LogLostError`, `RelayClosedError`.
   */
  attach(id: string, options?: AttachOptions): Observable<RelayedEvent>;
  /** Ends a reply on whatever machine it runs, closes its request, and completes. Errors: `UnknownStreamError`. */
  stop(id: string): Observable<never>;
  /** Stops a reply and drops its events. Its id stays taken until it expires. Completes. Errors: `UnknownStreamError`. */
  deleteReply(id: string): Observable<never>;
  /** Emits what is known of a reply, and completes. */
  status(id: string): Observable<RelayStatus>;
  /** Emits the context that `start` was given, and completes. Errors: `UnknownStreamError`. */
  context(id: string): Observable<unknown>;
  /**
   * Ends the replies that this process produces, or with `recover` hands them over, and closes the log. Readers in this
   * process, and what still waits for the log, get `RelayClosedError`: they go on elsewhere. Resolves when the log knows,
   * after 5 s at the latest.
   */
  close(): Promise<void>;
}
