import { type Observable, Subject } from 'rxjs';
import { aString, checkOptions, required } from '../errors/check-options.ts';
import type { MessageStreamEvent } from '../index.ts';
import { followUrl } from './follow-url.ts';
import { checkStreamOptions, type RelayedStreamOptions } from './relayed-stream-options.ts';

/** The events of a relayed reply. */
export interface RelayedStream extends Observable<MessageStreamEvent> {
  /**
   * Ends the reply for all its readers, while this stream is subscribed; it completes when the relay says so.
   * Unsubscribing does not end the reply.
   */
  stop(): void;
}

/**
 * Emits the events of the reply at an address of `relayHandler`: what came before joined, then as they come. Each comes
 * once and in order, whatever happens to the connection: it attaches again when it breaks, is silent or is ended, after
 * 5xx and 429, and at once when the page is online or visible again.
 *
 * Completes with the reply, also when it was stopped. Errors: the error of the reply; `UnknownStreamError`,
 * `CursorExpiredError`, `ProducerLostError`, `LogLostError`; an `APIError` when the relay refuses; the last error when
 * the relay cannot be reached for `patience` ms. Unsubscribing closes the connection and leaves the reply.
 *
 * @example Go on after a reload
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

/** Gives what `factory` makes a `stop`. */
export function stoppable(factory: (stop$: Observable<void>) => Observable<MessageStreamEvent>): RelayedStream {
  const stop$ = new Subject<void>();
  return Object.assign(factory(stop$), { stop: () => stop$.next() });
}
