import { asyncScheduler, catchError, EMPTY, type Observable, of, switchMap, throwError } from 'rxjs';
import { createAPIError } from '../errors/create-api-error.ts';
import type { ServerSentEvent } from '../index.ts';
import { decodeServerSentEvents } from '../sse/decode-server-sent-events.ts';
import { defaultMaxEventBytes } from '../sse/max-event-bytes.ts';
import { requireEventStream } from '../stream/require-event-stream.ts';
import { enforceDeadlines } from '../transport/enforce-deadlines.ts';
import { fetchResponse } from '../transport/fetch-response.ts';
import type { OpenResponse } from '../transport/open-response.ts';
import { parseRetryAfter } from '../transport/parse-retry-after.ts';
import { readBody } from '../transport/read-body.ts';
import { readText } from '../transport/read-text.ts';
import type { Cursor } from './cursor.ts';
import { defaultPatience, type RelayedStreamOptions } from './relayed-stream-options.ts';
import { splitAddress } from './split-address.ts';

/** The request that starts a reply. It is sent once. */
export interface StartRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Headers;
}

/** The requests of one reader to a `relayHandler`. Each is sent on subscribe; a refused or silent one errors. */
export interface RelayRequests {
  /** Starts the reply and emits its frames. */
  readonly start: (request: StartRequest) => Observable<ServerSentEvent>;
  /** Emits the frames after a cursor. */
  readonly attach: (cursor: Cursor | undefined) => Observable<ServerSentEvent>;
  /** Ends the reply; completes when the relay has confirmed it. */
  readonly stop: () => Observable<never>;
}

/** The most bytes to read of an error's body. */
const errorBodyLimit = 64 * 1024;
/** A handler answers within 5 s, even if its log does not: the shortest time after which a server counts as lost, in ms. */
const slowestAnswer = 10_000;

/** The requests to the reply at `url`; a reader that is paused does not count as silence. */
export function relayRequests(url: string, options: RelayedStreamOptions, paused$: Observable<boolean>): RelayRequests {
  const { fetch: send = fetch, silence = 45_000, patience = defaultPatience, scheduler = asyncScheduler } = options;
  const { path, query } = splitAddress(url);
  const answerLimit = silence && Math.max(silence, slowestAnswer);
  // A request with images takes long to upload.
  const startLimit = answerLimit && Math.max(answerLimit, patience);

  const unlessSilent = <T>(limit: number) =>
    enforceDeadlines<T>({ silence: limit }, () => 'other', paused$, EMPTY, scheduler);

  const request = (method: string, to: string, headers: Headers, limit: number, body?: string) => {
    new Headers(options.headers).forEach((value, name) => headers.set(name, value));
    return fetchResponse(to, { method, headers, ...(body === undefined ? {} : { body }) }, send).pipe(
      unlessSilent(limit),
    );
  };

  const refusal = (open: OpenResponse): Observable<never> => {
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

  const frames = (open: OpenResponse): Observable<ServerSentEvent> =>
    open.response.ok
      ? readBody(open, paused$).pipe(
          requireEventStream(open.response),
          decodeServerSentEvents(defaultMaxEventBytes),
          unlessSilent(silence),
        )
      : refusal(open);

  return {
    start: ({ url: to, headers, body }) =>
      request('POST', to, new Headers(headers), startLimit, body).pipe(switchMap(frames)),
    attach: (cursor) => {
      const headers = new Headers({ accept: 'text/event-stream' });
      if (cursor !== undefined) headers.set('last-event-id', cursor);
      return request('GET', `${path}${query}`, headers, answerLimit).pipe(
        switchMap((open) => {
          if (open.response.status !== 204) return frames(open);
          open.close();
          return of({ event: 'relay_end', data: '{"end":"complete"}' });
        }),
      );
    },
    stop: () =>
      request('POST', `${path}/stop${query}`, new Headers(), answerLimit).pipe(
        switchMap((open) => (open.response.ok ? EMPTY : refusal(open))),
      ),
  };
}
