import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiHeaders } from './api-headers.ts';
import { checkRequest, type RequestProblem, TOO_LARGE } from './check-request.ts';
import type { Chunking } from './chunking.ts';
import { errorBody } from './error-body.ts';
import type { Pace } from './pace.ts';
import { encodeReply, eventsOf, isBytes, type Reply } from './reply.ts';
import { headersOf, MAX_BODY_BYTES, readBody } from './incoming-body.ts';
import { scriptedEvents } from './script/scripted-events.ts';
import { type SeenRequest, trackRequest } from './seen-request.ts';
import { SentThinking } from './sent-thinking.ts';
import { sendReply } from './send-reply.ts';
import { inputTokens } from './token-count.ts';
import { wireId } from './wire-id.ts';

/** Complete control of a reply: write to the response, or to its socket, what and when you want. */
export type RespondFunction = (response: ReplayResponse, request: SeenRequest) => void;

/** What Node's `ServerResponse` offers to a `RespondFunction`; `request-id` and the rate limits are set already. */
export interface ReplayResponse {
  writeHead(status: number, headers?: Record<string, string>): unknown;
  flushHeaders(): void;
  write(chunk: string | Uint8Array): boolean;
  end(chunk?: string | Uint8Array): unknown;
  /** Cuts the connection. */
  destroy(): unknown;
  readonly socket: {
    write(bytes: string | Uint8Array): boolean;
    end(): unknown;
    destroy(): unknown;
    resetAndDestroy(): unknown;
  } | null;
}

/** How the replay server answers. Everything has a default: the script of the examples, at full speed. */
export interface ReplayServerOptions extends Pace {
  /** Default: any free one. */
  readonly port?: number;
  /** Of the ids and of the jitter: the same seed gives the same replies. Default 1. */
  readonly seed?: number;
  /** How streams are cut into chunks; with `tokensPerSecond` each event on its own. Default `'event'`. */
  readonly chunking?: Chunking;
  /** Wire text to play for every request; a list is used in turn, one for each request. */
  readonly recording?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** Asked first, for every request, even a wrong one; `undefined` leaves the answer to the recording or the script. */
  readonly respond?: (request: SeenRequest) => Answer | PromiseLike<Answer>;
}

type Answer = Reply | RespondFunction | undefined;

/** A running server that speaks the Messages API on the loopback interface. */
export interface ReplayServer {
  /** What to give a client as `baseURL`. */
  readonly url: string;
  /** Requests in the order they came; may be emptied. */
  readonly requests: SeenRequest[];
  /** The oldest of `requests` this has not given yet, else the next to come; rejects when the server closes. */
  nextRequest(): Promise<SeenRequest>;
  /** Cuts all connections and stops; calling it again is fine. */
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server on 127.0.0.1 that answers `POST /v1/messages`, streamed or not, and
 * `POST /v1/messages/count_tokens` like the API: its headers, its error bodies, its event sequences. It refuses the
 * conversations that the API refuses: see `historyIssues`; and thinking that is not as the server sent it.
 * It answers with what `respond` gives, else with the recording, else from a script that knows the prompts of the
 * examples. Any key is accepted, none is a 401. Needs Node, Deno or Bun.
 *
 * @example A client without a key to the API
 * ```ts
 * import { AnthropicClient } from 'anthropic-rxjs';
 * import { startReplayServer } from 'anthropic-rxjs/testing';
 *
 * const server = await startReplayServer({ tokensPerSecond: 60, jitter: 0.5 });
 * const client = new AnthropicClient({ baseURL: server.url, apiKey: 'any' });
 * // …
 * await server.close();
 * ```
 */
export async function startReplayServer(options: ReplayServerOptions = {}): Promise<ReplayServer> {
  const { port = 0, chunking = 'event', seed = 1, recording, respond } = options;
  const requests: SeenRequest[] = [];
  const given = new WeakSet<SeenRequest>();
  const waiting: { resolve: (request: SeenRequest) => void; reject: (error: Error) => void }[] = [];
  const sent = new SentThinking();
  for (const body of recordingsOf(recording)) sent.note(eventsOf(body));
  let count = 0;
  let played = 0;

  function nextRecording(requestId: string): Reply | undefined {
    if (recording === undefined || typeof recording === 'string' || isBytes(recording)) return recording;
    const none = `No recording is left: ${recording.length} were given, one for each request.`;
    return recording[played++] ?? refusal({ status: 500, type: 'api_error', message: none }, requestId);
  }

  async function answer(request: SeenRequest, number: number): Promise<Reply | RespondFunction> {
    const custom = await respond?.(request);
    if (custom !== undefined) return custom;
    const problem = checkRequest(request, sent);
    if (problem) return refusal(problem, request.requestId);
    // The check has seen that everything needed is there.
    const params = request.body as NonNullable<SeenRequest['body']>;
    if (request.path.endsWith('/count_tokens')) return { body: { input_tokens: inputTokens(params) } };
    const recorded = nextRecording(request.requestId);
    if (recorded !== undefined) return recorded;
    const events = scriptedEvents(params, (prefix, index) => wireId(prefix, seed + index, number));
    sent.note(events);
    return events;
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming, MAX_BODY_BYTES);
    if (response.destroyed) return;
    const number = ++count;
    const requestId = wireId('req', seed, number);
    const { method = 'GET', url = '/' } = incoming;
    const tracked = trackRequest({ method, url, headers: headersOf(incoming), requestId, text: body });
    const { request } = tracked;
    response.on('close', () => tracked.close(response.writableFinished ? 'completed' : 'aborted'));
    for (const [name, value] of Object.entries(apiHeaders(requestId, number))) response.setHeader(name, value);
    requests.push(request);
    const next = waiting.shift();
    if (next) given.add(request);
    next?.resolve(request);
    const reply =
      body === undefined
        ? refusal(TOO_LARGE, requestId)
        : await answer(request, number).catch((error: unknown) =>
            refusal({ status: 500, type: 'api_error', message: `respond failed: ${String(error)}` }, requestId),
          );
    if (typeof reply === 'function') reply(response, request);
    else await sendReply(encodeReply(reply, request), response, tracked, { ...options, chunking });
  }

  // Not an import: the rest of this entry is for browsers too, where a bundler would stop at it.
  const server = process.getBuiltinModule('node:http').createServer((incoming, response) => {
    // What can fail here is a spec's own code; its client sees the connection break.
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? port) : port}`,
    requests,
    nextRequest: () => {
      const seen = requests.find((request) => !given.has(request));
      if (seen) {
        given.add(seen);
        return Promise.resolve(seen);
      }
      const next = new Promise<SeenRequest>((resolve, reject) => waiting.push({ resolve, reject }));
      // Whoever has stopped waiting when the server closes is not to be told by an unhandled rejection.
      next.catch(() => undefined);
      return next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const { reject } of waiting.splice(0)) reject(new Error('The replay server was closed.'));
      }),
  };
}

function recordingsOf(recording: ReplayServerOptions['recording'] = []): readonly (string | Uint8Array)[] {
  return typeof recording === 'string' || isBytes(recording) ? [recording] : recording;
}

function refusal({ status, type, message }: RequestProblem, requestId: string): Reply {
  return {
    status,
    headers: { 'x-should-retry': 'false', ...(status === 405 && { allow: 'POST' }) },
    body: errorBody(type, message, requestId),
  };
}
