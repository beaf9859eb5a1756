import { defer, EMPTY, from, type Observable, type ObservableInput, shareReplay, Subject, switchMap, tap } from 'rxjs';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { attachCause } from '../errors/attach-cause.ts';
import { decodeServerSentEvents } from '../sse/decode-server-sent-events.ts';
import { abortWith } from '../errors/abort-with.ts';
import { enforceDeadlines, type EventKind } from '../transport/enforce-deadlines.ts';
import type { OpenResponse } from '../transport/open-response.ts';
import { readBody } from '../transport/read-body.ts';
import { retryRequests } from '../transport/retry-requests.ts';
import { sendRequest } from '../transport/send-request.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';
import { decodeMessageEvents } from './decode-message-events.ts';
import { holdMessageStart } from './hold-message-start.ts';
import { type MessageRequest, prepareParams } from './message-request.ts';
import { requireEventStream } from './require-event-stream.ts';

/**
 * The whole way of the data on one page: params are checked and sent, a response is awaited, its bytes become
 * server-sent events, these become the events of a message. Failed attempts are repeated while nothing has gone out.
 */
export function requestEvents(request: MessageRequest): Observable<BetaMessageStreamEvent> {
  return defer(() => {
    const { options } = request;
    const paused$ = sharePaused(options.paused$);
    const params = prepareParams(request, { stream: true });
    let emitted = false;
    let lastFailure: unknown;
    return retryRequests(
      options,
      (attempt) =>
        sendRequest(request.path, params, attempt, options).pipe(
          switchMap((open) => messageEvents(open, options, paused$)),
        ),
      {
        allowed: () => !emitted,
        failed: (error) => {
          lastFailure = error;
        },
      },
    ).pipe(
      holdMessageStart(() => {
        emitted = true;
        lastFailure = undefined;
      }),
      enforceDeadlines(
        { firstContent: options.deadlines.firstContent, total: options.deadlines.total },
        kindOfEvent,
        paused$,
      ),
      tap({
        error: (error: unknown) => {
          // A deadline can run out between two attempts: the failure of the first is then the cause.
          if (isErrorNamed(error, 'StreamDeadlineError')) attachCause(error, lastFailure);
        },
      }),
      abortWith(options.signal),
    );
  });
}

/** What an open response carries, before anything is decoded; closes the connection when it is left. */
export function serverSentEvents(
  open: OpenResponse,
  { deadlines, maxEventBytes }: TransportOptions,
  paused$: Observable<boolean>,
  isWhole?: () => boolean,
): Observable<ServerSentEvent> {
  return defer(() => {
    const comments$ = new Subject<void>();
    return readBody(open, paused$, isWhole).pipe(
      requireEventStream(open.response),
      decodeServerSentEvents(maxEventBytes, () => comments$.next()),
      enforceDeadlines(
        { silence: deadlines.silence, contentGap: deadlines.contentGap },
        kindOfServerSentEvent,
        paused$,
        comments$,
      ),
    );
  });
}

/** The events of the one message in an open response. Completes with the message; the rest of the body is drained. */
export function messageEvents(
  open: OpenResponse,
  options: TransportOptions,
  paused$: Observable<boolean>,
): Observable<BetaMessageStreamEvent> {
  return defer(() => {
    let whole = false;
    const onSkip = ({ event, data }: ServerSentEvent) =>
      options.log('debug', 'Skipped a frame that is not an event', () => ({ event, data: data.slice(0, 200) }));
    return serverSentEvents(open, options, paused$, () => whole).pipe(
      decodeMessageEvents({ single: true, headers: open.response.headers, onSkip }),
      tap({
        complete: () => {
          whole = true;
        },
      }),
    );
  });
}

/** Shares one subscription to `paused$` among all that wait for it. */
export function sharePaused(paused$: ObservableInput<boolean> | undefined): Observable<boolean> {
  return paused$ ? from(paused$).pipe(shareReplay({ bufferSize: 1, refCount: true })) : EMPTY;
}

/** What a decoded event means to the clocks. */
export function kindOfEvent({ type }: BetaMessageStreamEvent): EventKind {
  return type === 'content_block_delta' ? 'content' : 'other';
}

const newsNames: ReadonlySet<string> = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'error',
]);

/** Pings, and what gateways send under names of their own, are life but no news. */
function kindOfServerSentEvent({ event }: ServerSentEvent): EventKind {
  return event === undefined || newsNames.has(event) ? 'other' : 'ping';
}
