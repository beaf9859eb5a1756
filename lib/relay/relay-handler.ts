import {
  asyncScheduler,
  catchError,
  concat,
  ignoreElements,
  interval,
  map,
  type Observable,
  type ObservableInput,
  of,
  type SchedulerLike,
  share,
  switchMap,
  throwError,
  timeout,
} from 'rxjs';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import {
  aBoolean,
  aScheduler,
  checkOptions,
  countFrom,
  milliseconds,
  type OptionRule,
} from '../errors/check-options.ts';
import { createAPIError } from '../errors/create-api-error.ts';
import { longestDelay } from '../errors/longest-delay.ts';
import { quietLogger } from '../errors/quiet-logger.ts';
import {
  type AnthropicClient,
  type BetaMessageCreateParams,
  type BetaMessageStreamEvent,
  isAnthropicError,
} from '../index.ts';
import { admit, type Gate } from './admit.ts';
import { resolvePolicy } from './allow-policy.ts';
import { asRejection } from './error-response.ts';
import { handlerRules, type ProxyOptions } from './proxy-options.ts';
import { randomId } from '../types/random-id.ts';
import { readAllowedParams } from './read-allowed-params.ts';
import type { SentParams } from './read-params.ts';
import { RejectedRequest } from './rejected-request.ts';
import type { Relay } from './relay.ts';
import { retryFrame } from './relay-frames.ts';
import { chosenId, type RelayRoute, routeOf, unknownReply } from './relay-route.ts';
import { replyResponse } from './reply-response.ts';
import { respond } from './respond.ts';

/** The values that `authorize` of a `relayHandler` may return. */
export type Authorization = boolean | string | Response;

/** The options of `relayHandler`. */
export interface RelayHandlerOptions extends Omit<ProxyOptions, 'authorize' | 'client'> {
  /** The client that sends the requests, with its key and its retries. */
  readonly client: AnthropicClient;
  /**
   * Returns the name of the user of each request, before the handler reads its body; read only the headers. A user gets
   * 404 for the replies of other users. `true` admits a request without a user: every client that has the id of the
   * reply can read it. The handler sends a returned `Response` unchanged, and 403 for any other value. `'everyone'`
   * admits all requests like `true`.
   */
  readonly authorize: 'everyone' | ((request: Request) => Authorization | ObservableInput<Authorization>);
  /** Stores the params in the context of the reply, where `recover` of the relay reads them. Default false. */
  readonly keepParams?: boolean | undefined;
  /** The interval of `ping` events on each connection, in ms; `Infinity` sends none. Default 15,000. */
  readonly heartbeat?: number | undefined;
  /** How long a connection lasts, in ms. After that, its reader attaches again. `Infinity` sets no limit. Default 300,000. */
  readonly maxConnection?: number | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

const owner = 'relayHandler';
const rules: Readonly<Record<keyof RelayHandlerOptions, OptionRule>> = {
  ...handlerRules,
  keepParams: aBoolean,
  heartbeat: countFrom(1),
  maxConnection: milliseconds,
  scheduler: aScheduler,
};

/** How long a request waits for a log that cannot be reached, in ms. */
const logPatience = 5_000;

const streamHeaders = {
  'content-type': 'text/event-stream',
  // Compression would delay events until a block is full; nginx needs its own header.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
};

/**
 * Creates a handler that serves the replies of a relay to browsers, wherever it is mounted:
 *
 * - `POST` with params starts a reply and returns its events; `Location` is its address. `Idempotency-Key` sets its id;
 *   a second `POST` with the same id joins the reply.
 * - `GET /{id}` attaches after `Last-Event-ID` or `?after=`. It returns 204 after the end, 404 for an unknown reply,
 *   and 410 if the log no longer has the events after that id.
 * - `POST /{id}/stop` ends the reply. `DELETE /{id}` ends it and drops its events.
 *
 * The events are those of the API, each with an `id:`, so that an `EventSource` and any client of the API can read
 * them. The last one is `relay_end`, with `id: end`. If a connection ends without it, the reader attaches again.
 * Closing a connection never ends a reply. A `GET` never fails with a 5xx, because an `EventSource` would stop
 * permanently. While the log or `authorize` fails, the response is an empty stream, so the reader attaches again.
 *
 * `allow` and `origins` work like those of `proxyHandler`. The promise never rejects. `relayHandler` throws
 * `InvalidOptionsError` for wrong options, and the handler for a value that is not a `Request`.
 *
 * @example Replies of users who are logged in
 * ```ts
 * import { AnthropicClient } from 'anthropic-rxjs';
 * import { createRelay, relayHandler } from 'anthropic-rxjs/relay';
 *
 * declare function userOf(cookie: string | null): string | false;
 *
 * export const handler = relayHandler(createRelay(), {
 *   client: new AnthropicClient(),
 *   allow: { models: ['claude-sonnet-5'], maxTokens: 1024 },
 *   authorize: (request) => userOf(request.headers.get('cookie')),
 * });
 * ```
 */
export function relayHandler(relay: Relay, options: RelayHandlerOptions): (request: Request) => Promise<Response> {
  checkOptions(owner, options, rules);
  const { client, authorize, origins = [], keepParams = false } = options;
  const logger = quietLogger(options.logger);
  const { heartbeat = 15_000, maxConnection = 300_000, scheduler = asyncScheduler } = options;
  const allow = resolvePolicy(owner, options.allow);
  // An empty name names nobody.
  const admits = (verdict: unknown) => verdict === true || (typeof verdict === 'string' && verdict !== '');
  const gate: Gate<boolean | string> = { authorize, origins, logger, admits };
  // One timer for all connections.
  const heartbeat$ = interval(Math.min(heartbeat, longestDelay), scheduler).pipe(share());
  const connection = { heartbeat$, maxConnection: Math.min(maxConnection, longestDelay), scheduler };

  function answer(request: Request): Observable<Response> {
    const route = routeOf(request);
    return admit(request, gate, (user) => serve(route, request, user)).pipe(
      catchError((error: unknown) => {
        const rejection = rejectionOf(error);
        const passes = !(rejection instanceof RejectedRequest) || rejection.status >= 500;
        if (route.action !== 'attach' || !passes) throw rejection;
        // Any status other than 200 stops an EventSource permanently.
        if (rejection === error) logger.error('A reader could not be served; it will attach again.', error);
        return of(laterResponse());
      }),
    );
  }

  function serve(route: RelayRoute, request: Request, user: string | boolean): Observable<Response> {
    if (route.action === 'start') return start(request, user);
    if (route.action === 'attach') {
      if (route.after === 'end') return of(new Response(null, { status: 204 }));
      const { id, after } = route;
      return owned(id, user).pipe(
        switchMap(() => replyResponse(relay, id, after, { headers: streamHeaders }, connection)),
        timeout({ first: logPatience, with: () => of(laterResponse()), scheduler }),
      );
    }
    const { action, id } = route;
    const done$ = owned(id, user).pipe(switchMap(() => (action === 'stop' ? relay.stop(id) : relay.deleteReply(id))));
    return concat(done$.pipe(ignoreElements()), of(new Response(null, { status: 204 }))).pipe(inTime());
  }

  function start(request: Request, user: string | boolean): Observable<Response> {
    return readAllowedParams(request, allow).pipe(
      switchMap((params) => {
        const id = chosenId(request) ?? randomId();
        const context = { user, ...(keepParams ? { params } : {}) };
        return relay.start(id, reply(params), context).pipe(
          switchMap((how) => {
            const status$ = how === 'started' ? of(201) : owned(id, user).pipe(map(() => 200));
            return status$.pipe(
              switchMap((status) => {
                // Two slashes at its start would name another server.
                const path = new URL(request.url).pathname.replace(/^\/+/, '/').replace(/\/$/, '');
                const location = `${path}/${id}`;
                const headers = { ...streamHeaders, location };
                return replyResponse(relay, id, undefined, { status, headers }, connection);
              }),
              // The log had the reply a moment ago. The browser sends its request again, with the same id.
              catchError((error: unknown) =>
                throwError(() => (isErrorNamed(error, 'UnknownStreamError') ? lostReply() : error)),
              ),
            );
          }),
          inTime(),
        );
      }),
    );
  }

  /** The events of the API, with errors that a browser can act on. */
  function reply(sent: SentParams): Observable<BetaMessageStreamEvent> {
    const params = sent as unknown as BetaMessageCreateParams; // the client checks them before it sends
    return client.beta.messages.stream(params).pipe(
      catchError((error: unknown) => {
        const rejection = asRejection(error);
        if (!(rejection instanceof RejectedRequest)) throw error;
        const { status, type, message } = rejection;
        throw createAPIError({ status, text: JSON.stringify({ type: 'error', error: { type, message } }) });
      }),
    );
  }

  /** Emits if the reply belongs to this user. */
  function owned(id: string, user: string | boolean): Observable<unknown> {
    return relay.context(id).pipe(
      map((context) => {
        const owner = typeof context === 'object' && context !== null && 'user' in context ? context.user : undefined;
        if (owner !== user) throw unknownReply();
      }),
    );
  }

  function inTime<T>() {
    const late = () =>
      throwError(() => new RejectedRequest(503, 'api_error', 'The log cannot be reached.', { 'retry-after': '1' }));
    return timeout<T, Observable<never>>({ first: logPatience, with: late, scheduler });
  }

  return (request) => respond(request, answer, logger);
}

function lostReply(): RejectedRequest {
  return new RejectedRequest(503, 'api_error', 'The log has lost the reply.', { 'retry-after': '1' });
}

/** An answer after which the reader attaches again. */
function laterResponse(): Response {
  return new Response(retryFrame.slice(), { headers: streamHeaders });
}

/** The HTTP statuses of the errors of a relay. */
function rejectionOf(error: unknown): unknown {
  if (!isAnthropicError(error)) return error;
  if (error.name === 'UnknownStreamError') return unknownReply();
  if (error.name === 'CursorExpiredError') return new RejectedRequest(410, 'invalid_request_error', error.message);
  if (error.name === 'LogFullError' || error.name === 'RelayClosedError') {
    return new RejectedRequest(503, 'overloaded_error', 'This server cannot serve replies at the moment.', {
      'retry-after': '5',
    });
  }
  return error;
}
