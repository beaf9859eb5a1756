import { defer, EMPTY, from, type Observable, type ObservableInput, shareReplay, Subject, switchMap } from 'rxjs';
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
import { completeAtDeadline } from './complete-at-deadline.ts';
import { decodeMessageEvents } from './decode-message-events.ts';
import { holdMessageStart } from './hold-message-start.ts';
import { kindOfServerSentEvent } from './kind-of-server-sent-event.ts';
import { type MessageRequest, prepareParams } from './message-request.ts';
import { requireEventStream } from './require-event-stream.ts';

/**
 * The entire path of the data in one file: it validates and sends params, awaits a response, decodes its bytes to
 * server-sent events, and decodes these to the events of a message. It retries failed attempts before the first event.
 */
export function requestEvents(request: MessageRequest): Observable<BetaMessageStreamEvent> {
  return defer(() => {
    const { options } = request;
    const { firstContent, total } = options.deadlines;
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
      enforceDeadlines({ firstContent, total }, kindOfEvent, paused$),
      // These deadlines can pass between two attempts: the failure of the first is then the cause.
      completeAtDeadline(firstContent || total ? () => lastFailure : undefined),
      abortWith(options.signal),
    );
  });
}

/** The server-sent events of an open response, before decoding; unsubscribing closes the connection. */
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

/** The events of the one message in an open response. Completes with the message and drains the rest of the body. */
export function messageEvents(
  open: OpenResponse,
  options: TransportOptions,
  paused$: Observable<boolean>,
): Observable<BetaMessageStreamEvent> {
  return defer(() => {
    let whole = false;
    const onComplete = () => {
      whole = true;
    };
    const onSkip = ({ event, data }: ServerSentEvent) =>
      options.log('debug', 'Skipped a frame that is not an event', () => ({ event, data: data.slice(0, 200) }));
    return serverSentEvents(open, options, paused$, () => whole).pipe(
      decodeMessageEvents({ single: true, headers: open.response.headers, onSkip, onComplete }),
    );
  });
}

/** Shares one subscription to `paused$` among its subscribers. */
export function sharePaused(paused$: ObservableInput<boolean> | undefined): Observable<boolean> {
  return paused$ ? from(paused$).pipe(shareReplay({ bufferSize: 1, refCount: true })) : EMPTY;
}

/** The effect of a decoded event on the deadlines. */
export function kindOfEvent({ type }: BetaMessageStreamEvent): EventKind {
  return type === 'content_block_delta' ? 'content' : 'other';
}
