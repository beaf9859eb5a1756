import { catchError, defer, firstValueFrom, fromEvent, type Observable, of, takeUntil } from 'rxjs';
import type { Logger } from '../index.ts';
import { errorResponse, leftResponse } from './error-response.ts';

/** Resolves with the response to a request, or with the response for its error. Never rejects. */
export function respond(
  request: Request,
  answer: (request: Request) => Observable<Response>,
  logger: Pick<Logger, 'error'>,
): Promise<Response> {
  const response$ = defer(() => answer(request)).pipe(
    catchError((error: unknown) => of(errorResponse(error, request, logger))),
    takeUntil(fromEvent(request.signal, 'abort')),
  );
  return firstValueFrom(response$, { defaultValue: leftResponse() });
}
