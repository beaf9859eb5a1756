import type { Observable, ObservableInput } from 'rxjs';
import type { BetaMessageStreamEvent } from '../index.ts';
import type { AttachOptions } from './reader.ts';
import type { RelayedEvent } from './relayed-event.ts';

/** The status of a reply. An `unknown` one never started, has expired or was deleted. */
export type RelayStatus = 'unknown' | 'running' | 'complete' | 'error' | 'stopped' | 'lost';

/** Keeps replies for many readers. A reply outlives its readers, and a reader can continue after any event. */
export interface Relay {
  /**
   * Subscribes to `events$` and writes the events to the log. If the log already has a reply with this id, `start`
   * joins that reply instead. Emits `started` or `joined` as soon as the log has the reply, and completes.
   * Unsubscribing does not end the reply; only `stop`, `deleteReply` and `close` do. The log stores `context` with the
   * reply, as JSON; `start` throws `InvalidOptionsError` if that is impossible. Never use an id for two replies.
   *
   * Errors: `LogFullError`, `RelayClosedError`, `UnknownStreamError` if the reply was deleted.
   */
  start(
    id: string,
    events$: ObservableInput<BetaMessageStreamEvent>,
    context?: unknown,
  ): Observable<'started' | 'joined'>;
  /**
   * Emits the events of a reply after `after`. Missed events are joined, one delta per block; later events arrive
   * singly. Completes with the reply, even if the reply was stopped. Unsubscribing does not end the reply.
   *
   * Errors: the error of the reply, which keeps its class even in another process; `UnknownStreamError`,
   * `CursorExpiredError`, `ProducerLostError`, `LogLostError`, `RelayClosedError`.
   */
  attach(id: string, options?: AttachOptions): Observable<RelayedEvent>;
  /** Ends a reply on whatever machine it runs, closes its request, and completes. Errors: `UnknownStreamError`. */
  stop(id: string): Observable<never>;
  /** Stops a reply and drops its events. Its id stays taken until it expires. Completes. Errors: `UnknownStreamError`. */
  deleteReply(id: string): Observable<never>;
  /** Emits the status of a reply, and completes. */
  status(id: string): Observable<RelayStatus>;
  /** Emits the context of `start`, and completes. Errors: `UnknownStreamError`. */
  context(id: string): Observable<unknown>;
  /**
   * Ends the replies that this process produces, or with `recover` hands them over, and closes the log. Readers in this
   * process and calls that wait for the log get `RelayClosedError`; readers can attach elsewhere. Resolves when the log
   * contains the ends, but within 5 s in any case.
   */
  close(): Promise<void>;
}
