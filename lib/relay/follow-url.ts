import {
  asyncScheduler,
  catchError,
  defer,
  EMPTY,
  exhaustMap,
  filter,
  map,
  noop,
  Observable,
  type OperatorFunction,
  retry,
  takeUntil,
  throwError,
} from 'rxjs';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { guardObserver } from '../errors/guard-observer.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import {
  APIConnectionError,
  CursorExpiredError,
  isAPIError,
  isRetryable,
  type MessageStreamEvent,
  type ServerSentEvent,
  UnknownStreamError,
} from '../index.ts';
import { decodeMessageEvents } from '../stream/decode-message-events.ts';
import { sharePaused } from '../stream/request-events.ts';
import { parseURL } from '../transport/request-url.ts';
import { type Cursor, isCursor, seqOf } from './cursor.ts';
import { Outage, pageReturns } from './outage.ts';
import { relayRequests, type StartRequest } from './relay-requests.ts';
import { defaultPatience, type RelayedStreamOptions } from './relayed-stream-options.ts';
import { errorOfFrame } from './reply-end.ts';
import { splitAddress } from './split-address.ts';

/** When a page becomes visible, a connection that was silent for two heartbeats is replaced, in ms. */
const staleAfter = 30_000;
/** After a start without an answer, how long the reply may take to enter the log, in ms. */
const startGrace = 5_000;

/** Emits the events of the reply at `url`, over as many connections as it takes; `start` starts it first. */
export function followUrl(
  url: string,
  start: StartRequest | undefined,
  options: RelayedStreamOptions,
  stop$: Observable<void>,
): Observable<MessageStreamEvent> {
  return defer(() => {
    const { patience = defaultPatience, scheduler = asyncScheduler } = options;
    // The global fetch would fail for such an address in each attempt.
    if (!options.fetch && parseURL(url)?.protocol.startsWith('http') !== true) {
      const problem = 'must be an http or https URL; only a page has an origin for a relative one';
      throw wrongOption(start ? 'relayed' : 'relayedStream', 'url', problem);
    }
    const requests = relayRequests(url, options, sharePaused(options.paused$));
    const { path } = splitAddress(url);
    const id = path.slice(path.lastIndexOf('/') + 1);
    const outage = new Outage(patience, scheduler);
    let unsent = start;
    let startFailure: { readonly error: unknown; readonly time: number } | undefined;
    let cursor: Cursor | undefined = options.after !== undefined && isCursor(options.after) ? options.after : undefined;
    let heardAt = scheduler.now();
    let isEnded = false;
    /** Attaching again would have the same result. */
    let isFinal = false;
    const final = (error: unknown) => {
      isFinal = true;
      return throwError(() => error);
    };

    const startReply = (request: StartRequest): Observable<ServerSentEvent> =>
      requests.start(request).pipe(
        catchError((error: unknown) => {
          startFailure = { error, time: scheduler.now() };
          // The reply may have started without an answer, or with one of a server in between: a GET shows it.
          return (statusOf(error) ?? 500) < 500 ? final(error) : throwError(() => error);
        }),
      );

    const attach = (): Observable<ServerSentEvent> =>
      requests.attach(cursor).pipe(
        catchError((error: unknown) => {
          if (statusOf(error) === 410) return final(new CursorExpiredError(id, cursor ?? ''));
          if (statusOf(error) !== 404) return throwError(() => error);
          if (!startFailure || cursor !== undefined) return final(new UnknownStreamError(id));
          // A server that got the request may still be starting the reply.
          const { error: failure, time } = startFailure;
          return scheduler.now() - time < startGrace ? throwError(() => failure) : final(failure);
        }),
      );

    /** One connection: its new events, then an error unless the reply has ended. */
    const news: OperatorFunction<ServerSentEvent, ServerSentEvent> = (source) =>
      new Observable((subscriber) =>
        source.subscribe(
          guardObserver<ServerSentEvent>(subscriber, {
            next: (frame) => {
              heardAt = scheduler.now();
              outage.end();
              if (frame.event === 'relay_end') {
                isFinal = true;
                const error = errorOfFrame(id, frame.data);
                isEnded = !error;
                if (error) subscriber.error(error);
                else subscriber.complete();
                return;
              }
              if (frame.id !== undefined && isCursor(frame.id)) {
                if (cursor !== undefined && seqOf(frame.id) <= seqOf(cursor)) return;
                cursor = frame.id;
              }
              subscriber.next(frame);
            },
            complete: () => subscriber.error(new APIConnectionError('The relay closed the connection.')),
          }),
        ),
      );

    const stale$ = pageReturns().pipe(
      // A network that is back may be another one, where no byte of the old connection arrives.
      filter(({ type }) => scheduler.now() - heardAt > (type === 'online' ? 0 : staleAfter)),
      map(() => {
        throw new APIConnectionError('The connection was silent while the page was away.');
      }),
    );
    const connection$ = defer(() => {
      const first = unsent;
      unsent = undefined;
      // A start may still be uploading, and has a limit of its own.
      heardAt = first ? Infinity : scheduler.now();
      return first ? startReply(first) : attach();
    }).pipe(news, takeUntil(stale$));

    const events$ = connection$.pipe(
      retry({
        delay: (error: unknown) =>
          isFinal || !isRetryable(error) ? throwError(() => error) : outage.nextAttempt(error),
      }),
      decodeMessageEvents(),
      // Any process may stop a reply, and a reader with its end receives nothing more: the relay decides.
      catchError((error: unknown) =>
        isEnded && isErrorNamed(error, 'IncompleteStreamError') ? EMPTY : throwError(() => error),
      ),
    );

    /** Repeats a stop that fails, and one that arrives before the reply. */
    const stopReply = (): Observable<never> => {
      const stopOutage = new Outage(patience, scheduler);
      let isEarly = false;
      return defer(() => {
        isEarly = start !== undefined && cursor === undefined;
        return requests.stop();
      }).pipe(
        retry({
          delay: (error: unknown) =>
            isRetryable(error) || (isEarly && statusOf(error) === 404)
              ? stopOutage.nextAttempt(error)
              : throwError(() => error),
        }),
        // The stream reports errors of the reply and of the relay.
        catchError(() => EMPTY),
      );
    };
    const stopping$ = stop$.pipe(exhaustMap(stopReply));

    return new Observable<MessageStreamEvent>((subscriber) => {
      stopping$.subscribe(guardObserver(subscriber, { next: noop, complete: noop }));
      subscriber.add((events$ as Observable<MessageStreamEvent>).subscribe(subscriber)); // the relay asks without beta headers
    });
  });
}

function statusOf(error: unknown): number | undefined {
  return isAPIError(error) ? error.status : undefined;
}
