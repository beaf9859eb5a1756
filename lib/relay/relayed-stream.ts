import { type Observable, Subject } from 'rxjs';
import { aString, checkOptions, required } from '../errors/check-options.ts';
import type { MessageStreamEvent } from '../index.ts';
import { followUrl } from './follow-url.ts';
import { checkStreamOptions, type RelayedStreamOptions } from './relayed-stream-options.ts';

/** The events of a relayed reply. */
export interface RelayedStream extends Observable<MessageStreamEvent> {
  /**
   * Ends the reply for all its readers. It works while this stream has a subscriber; the stream completes when the
   * relay has confirmed the end. A stop that fails, or that arrives before the reply has started, is repeated for up to
   * `patience` ms. Unsubscribing does not end the reply.
   */
  stop(): void;
}

/**
 * Emits the events of the reply at an address of `relayHandler`, each once and in order: earlier events joined, later
 * ones as they arrive. The stream attaches again when the connection breaks, ends or falls silent, and after status 429
 * or 5xx. When the page comes online or becomes visible again, it attaches immediately, unless the server requested a
 * wait.
 *
 * Completes with the reply, also after a stop. Errors: the error of the reply, `UnknownStreamError`,
 * `CursorExpiredError`, `ProducerLostError`, `LogLostError`. It also errors with an `APIError` if the relay refuses the
 * request. If it cannot reach the relay for `patience` ms, it reports the last error. Unsubscribing closes the
 * connection; the reply continues.
 *
 * @example Continue after a reload
 * ```ts
 * import { textSnapshots } from 'anthropic-rxjs';
 * import { relayedStream } from 'anthropic-rxjs/relay';
 *
 * const reply$ = relayedStream(`/api/replies/${sessionStorage.getItem('reply')}`);
 * reply$.pipe(textSnapshots()).subscribe((text) => console.log(text));
 * ```
 */
export function relayedStream(url: string, options: RelayedStreamOptions = {}): RelayedStream {
  checkStreamOptions('relayedStream', options);
  checkOptions('relayedStream', { url }, { url: required(aString) });
  return stoppable((stop$) => followUrl(url, undefined, options, stop$));
}

/** Adds a `stop` to the Observable of `factory`. */
export function stoppable(factory: (stop$: Observable<void>) => Observable<MessageStreamEvent>): RelayedStream {
  const stop$ = new Subject<void>();
  return Object.assign(factory(stop$), { stop: () => stop$.next() });
}
