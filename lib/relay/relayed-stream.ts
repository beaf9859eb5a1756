import { type Observable, Subject } from 'rxjs';
import { aString, checkOptions, required } from '../errors/check-options.ts';
import type { MessageStreamEvent } from '../index.ts';
import { followUrl } from './follow-url.ts';
import { checkStreamOptions, type RelayedStreamOptions } from './relayed-stream-options.ts';

/** The events of a relayed reply. */
export interface RelayedStream extends Observable<MessageStreamEvent> {
  /**
   * Ends the reply for all its readers while this stream has a subscriber; it completes when the relay confirms the end.
   * Unsubscribing does not end the reply.
   */
  stop(): void;
}

/**
 * Emits the events of the reply at an address of `relayHandler`: earlier ones joined, later ones as they arrive. Each event
 * is emitted once and in order. The stream attaches again when the connection breaks, ends or is silent, and after 5xx and
 * 429. It attaches immediately when the page is online or visible again.
 *
 * Completes with the reply, also after a stop. Errors: the error of the reply, `UnknownStreamError`, `CursorExpiredError`,
 * `ProducerLostError`, `LogLostError`. It also errors with an `APIError` if the relay refuses, and with the last error if
 * the relay is out of reach for `patience` ms. Unsubscribing closes the connection; the reply continues.
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
