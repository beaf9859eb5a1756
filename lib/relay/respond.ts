import { catchError, defer, firstValueFrom, fromEvent, type Observable, of, takeUntil } from 'rxjs';
import { checkOptions, type OptionRule, required } from '../errors/check-options.ts';
import { isRecord } from '../errors/is-record.ts';
import type { Logger } from '../index.ts';
import { errorResponse, leftResponse } from './error-response.ts';

/** Resolves with the response to a request, or with the response for its error. Never rejects. Throws for another value. */
export function respond(
  request: Request,
  answer: (request: Request) => Observable<Response>,
  logger: Pick<Logger, 'error'>,
): Promise<Response> {
  checkOptions('handler', { request }, { request: required(aRequest) });
  const response$ = defer(() => answer(request)).pipe(
    catchError((error: unknown) => of(errorResponse(error, request, logger))),
    takeUntil(fromEvent(request.signal, 'abort')),
  );
  return firstValueFrom(response$, { defaultValue: leftResponse() });
}

/** A `Request`, also of another realm or a polyfill; a request of `node:http` or a context of Hono is another object. */
const aRequest: OptionRule = {
  allows: (value) =>
    isRecord(value) &&
    isRecord(value['signal']) &&
    isRecord(value['headers']) &&
    typeof value['headers']['get'] === 'function',
  expected: 'a Request: use toNodeHandler(handler) with node:http, Express and Nest, and handler(c.req.raw) with Hono',
};
