import { defer, map, type Observable } from 'rxjs';
import { AnthropicError } from '../errors/anthropic-error.ts';
import { abortWith } from '../errors/abort-with.ts';
import { enforceDeadlines } from '../transport/enforce-deadlines.ts';
import type { OpenResponse } from '../transport/open-response.ts';
import { readBody } from '../transport/read-body.ts';
import { retryRequests } from '../transport/retry-requests.ts';
import { sendRequest } from '../transport/send-request.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { completeAtDeadline } from './complete-at-deadline.ts';
import { type MessageRequest, prepareParams } from './message-request.ts';
import { kindOfEvent, messageEvents, serverSentEvents, sharePaused } from './request-events.ts';
import type { MessageStreamResponse } from './message-stream-response.ts';
import { responseFields } from './response-fields.ts';

/** Emits the response of one streamed call when its headers arrive, and completes. */
export function connectMessageStream(
  request: MessageRequest,
): Observable<MessageStreamResponse<BetaMessageStreamEvent>> {
  return defer(() => {
    const params = prepareParams(request, { stream: true });
    return retryRequests(request.options, (attempt) => sendRequest(request.path, params, attempt, request.options));
  }).pipe(
    abortWith(request.options.signal),
    map((open) => streamResponse(open, request.options)),
  );
}

function streamResponse(open: OpenResponse, options: TransportOptions): MessageStreamResponse<BetaMessageStreamEvent> {
  let claimed = false;
  // A response without a reader would keep its connection open permanently; one task suffices for `await firstValueFrom(…)`.
  const unclaimed = setTimeout(() => {
    claimed = true;
    open.close();
  });
  const claim = <T>(read: (paused$: Observable<boolean>) => Observable<T>) =>
    defer(() => {
      if (claimed) throw new AnthropicError(alreadyClaimed);
      claimed = true;
      clearTimeout(unclaimed);
      const paused$ = sharePaused(options.paused$);
      return read(paused$).pipe(
        enforceDeadlines({ total: options.deadlines.total }, () => 'other', paused$),
        abortWith(options.signal),
      );
    });
  const serverSentEvents$ = claim((paused$) => serverSentEvents(open, options, paused$));
  const events$ = claim((paused$) =>
    messageEvents(open, options, paused$).pipe(
      enforceDeadlines({ firstContent: options.deadlines.firstContent }, kindOfEvent, paused$),
    ),
  ).pipe(completeAtDeadline());
  const bytes$ = claim((paused$) =>
    readBody(open, paused$).pipe(enforceDeadlines({ silence: options.deadlines.silence }, () => 'other', paused$)),
  );
  return {
    ...responseFields(open),
    response: open.response,
    bytes$,
    serverSentEvents$,
    events$,
  };
}

const alreadyClaimed =
  'The body of this response is closed: subscribe to it once, through events$, serverSentEvents$ or bytes$, in the ' +
  'task in which connect() emitted it, such as connect(params).pipe(switchMap((response) => response.events$)).';
