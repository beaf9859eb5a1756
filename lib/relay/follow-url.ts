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
  of,
  type OperatorFunction,
  retry,
  switchMap,
  takeUntil,
  throwError,
} from 'rxjs';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { createAPIError } from '../errors/create-api-error.ts';
import { guardObserver } from '../errors/guard-observer.ts';
import {
  APIConnectionError,
  CursorExpiredError,
  isAPIError,
  isRetryable,
  type MessageStreamEvent,
  type ServerSentEvent,
  UnknownStreamError,
} from '../index.ts';
import { decodeServerSentEvents } from '../sse/decode-server-sent-events.ts';
import { defaultMaxEventBytes } from '../sse/max-event-bytes.ts';
import { decodeMessageEvents } from '../stream/decode-message-events.ts';
import { sharePaused } from '../stream/request-events.ts';
import { enforceDeadlines } from '../transport/enforce-deadlines.ts';
import { fetchResponse } from '../transport/fetch-response.ts';
import type { OpenResponse } from '../transport/open-response.ts';
import { parseRetryAfter } from '../transport/parse-retry-after.ts';
import { readBody } from '../transport/read-body.ts';
import { readText } from '../transport/read-text.ts';
import { type Cursor, isCursor, seqOf } from './cursor.ts';
import { pageReturns, reattachTime } from './reattach.ts';
import type { RelayedStreamOptions } from './relayed-stream-options.ts';
import { errorOf, type ReplyEnd } from './reply-end.ts';

/** The request that starts a reply. It is sent once. */
export interface StartRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Headers;
}

/** The most bytes to read of an error's body. */
const errorBodyLimit = 64 * 1024;
/** A handler answers within 5 s, even if its log does not: the shortest time after which a server counts as lost, in ms. */
const slowestAnswer = 10_000;
/** When a page returns, a connection that was silent for two heartbeats is replaced, in ms. */
const staleAfter = 30_000;

/** Emits the events of the reply at `url`, over as many connections as it takes; `start` starts it first. */
export function followUrl(
  url: string,
  start: StartRequest | undefined,
  options: RelayedStreamOptions,
  stop$: Observable<void>,
): Observable<MessageStreamEvent> {
  return defer(() => {
    const { fetch: send = fetch, silence = 45_000, patience = 300_000, scheduler = asyncScheduler } = options;
    const paused$ = sharePaused(options.paused$);
    const id = url.slice(url.lastIndexOf('/') + 1);
    let unsent = start;
    let startFailure: { readonly error: unknown } | undefined;
    let cursor: Cursor | undefined = options.after !== undefined && isCursor(options.after) ? options.after : undefined;
    let failures = 0;
    let failingSince: number | undefined;
    let heardAt = scheduler.now();
    let isEnded = false;
    /** Attaching again would have the same result. */
    let isFinal = false;
    const final = (error: unknown) => {
      isFinal = true;
      return throwError(() => error);
    };

    const unlessSilent = <T>(limit: number) =>
      enforceDeadlines<T>({ silence: limit }, () => 'other', paused$, EMPTY, scheduler);
    const answerLimit = silence && Math.max(silence, slowestAnswer);
    /** The error of a response. */
    const refusal = (open: OpenResponse) => {
      const { status, headers } = open.response;
      return readBody(open).pipe(
        unlessSilent(silence),
        catchError(() => EMPTY), // the status alone still shows the kind of the failure
        readText(errorBodyLimit),
        switchMap((text) =>
          throwError(() => createAPIError({ status, text, headers, retryAfter: parseRetryAfter(headers, Date.now()) })),
        ),
      );
    };

    const request = (method: string, to: string, headers: Headers, body?: string) => {
      new Headers(options.headers).forEach((value, name) => headers.set(name, value));
      return fetchResponse(to, { method, headers, ...(body === undefined ? {} : { body }) }, send);
    };

    const startReply = ({ url: to, headers, body }: StartRequest): Observable<ServerSentEvent> =>
      request('POST', to, new Headers(headers), body).pipe(
        // A request with images takes long to upload.
        unlessSilent(answerLimit && Math.max(answerLimit, patience)),
        // The reply may have started without an answer, or with one of a server in between: a GET shows it.
        switchMap((open) => (open.response.ok ? frames(open) : refusal(open).pipe(catchError(notStarted)))),
        catchError((error: unknown) => {
          startFailure ??= { error };
          return throwError(() => error);
        }),
      );

    const notStarted = (error: unknown): Observable<never> =>
      (statusOf(error) ?? 0) >= 500 ? throwError(() => error) : final(error);

    const attach = (): Observable<ServerSentEvent> => {
      const headers = new Headers({ accept: 'text/event-stream' });
      if (cursor !== undefined) headers.set('last-event-id', cursor);
      return request('GET', url, headers).pipe(
        unlessSilent(answerLimit),
        switchMap((open) => {
          const { status, ok } = open.response;
          if (ok && status !== 204) return frames(open);
          if (status === 204) {
            open.close();
            return of({ event: 'relay_end', data: '{"end":"complete"}' });
          }
          return refusal(open);
        }),
        catchError((error: unknown) => {
          if (statusOf(error) === 410) return final(new CursorExpiredError(id, cursor ?? ''));
          if (statusOf(error) !== 404) return throwError(() => error);
          return final(startFailure && cursor === undefined ? startFailure.error : new UnknownStreamError(id));
        }),
      );
    };

    const frames = (open: OpenResponse) =>
      readBody(open, paused$).pipe(decodeServerSentEvents(defaultMaxEventBytes), unlessSilent(silence));

    /** One connection: its new events, then an error unless the reply has ended. */
    const news: OperatorFunction<ServerSentEvent, ServerSentEvent> = (source) =>
      new Observable((subscriber) =>
        source.subscribe(
          guardObserver<ServerSentEvent>(subscriber, {
            next: (frame) => {
              heardAt = scheduler.now();
              failures = 0;
              failingSince = undefined;
              if (frame.event === 'relay_end') {
                isFinal = true;
                const error = errorOf(id, JSON.parse(frame.data) as ReplyEnd); // as the handler writes it
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
      filter(() => scheduler.now() - heardAt > staleAfter),
      map(() => {
        throw new APIConnectionError('The connection was silent while the page was away.');
      }),
    );
    const connection$ = defer(() => {
      heardAt = scheduler.now();
      const first = unsent;
      unsent = undefined;
      return first ? startReply(first) : attach();
    }).pipe(news, takeUntil(stale$));

    const events$ = connection$.pipe(
      retry({
        delay: (error: unknown) => {
          if (isFinal || !isRetryable(error)) return throwError(() => error);
          failingSince ??= scheduler.now();
          if (scheduler.now() - failingSince > patience) return throwError(() => error);
          return reattachTime(error, failures++, scheduler);
        },
      }),
      decodeMessageEvents(),
      // Any process may stop a reply, and a reader with its end receives nothing more: the relay decides.
      catchError((error: unknown) =>
        isEnded && isErrorNamed(error, 'IncompleteStreamError') ? EMPTY : throwError(() => error),
      ),
    );

    const stopping$ = stop$.pipe(
      exhaustMap(() =>
        request('POST', `${url}/stop`, new Headers()).pipe(
          unlessSilent(answerLimit),
          switchMap((open) => (open.response.ok ? EMPTY : refusal(open))),
          retry({
            count: 5,
            delay: (error: unknown, count) =>
              isRetryable(error) ? reattachTime(error, count - 1, scheduler) : throwError(() => error),
          }),
          // The stream reports errors of the reply and of the relay.
          catchError(() => EMPTY),
        ),
      ),
    );

    return new Observable<MessageStreamEvent>((subscriber) => {
      stopping$.subscribe(guardObserver(subscriber, { next: noop, complete: noop }));
      subscriber.add((events$ as Observable<MessageStreamEvent>).subscribe(subscriber)); // the relay asks without beta headers
    });
  });
}

function statusOf(error: unknown): number | undefined {
  return isAPIError(error) ? error.status : undefined;
}
