import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkCall, TOO_LARGE } from './check-request.ts';
import type { SigningCredentials } from './check-signature.ts';
import type { Chunking } from './chunking.ts';
import { createDialect, type DialectName } from './create-dialect.ts';
import type { Call } from './dialect.ts';
import type { Pace } from './pace.ts';
import { problemReply } from './problem-reply.ts';
import { encodeReply, eventsOf, framed, isBytes, type Reply } from './reply.ts';
import { headersOf, MAX_BODY_BYTES, readBody } from './incoming-body.ts';
import { scriptedEvents } from './script/scripted-events.ts';
import { pathOf, type SeenRequest, trackRequest } from './seen-request.ts';
import { SentThinking } from './sent-thinking.ts';
import { sendReply } from './send-reply.ts';
import { inputTokens } from './token-count.ts';
import { wireId } from './wire-id.ts';

/** Complete control of a reply: write anything to the response or its socket, at any time. */
export type RespondFunction = (response: ReplayResponse, request: SeenRequest) => void;

/** The part of Node's `ServerResponse` for a `RespondFunction`; `request-id` and the rate limits are already set. */
export interface ReplayResponse {
  writeHead(status: number, headers?: Record<string, string>): unknown;
  flushHeaders(): void;
  write(chunk: string | Uint8Array): boolean;
  end(chunk?: string | Uint8Array): unknown;
  /** Closes the connection. */
  destroy(): unknown;
  readonly socket: {
    write(bytes: string | Uint8Array): boolean;
    end(): unknown;
    destroy(): unknown;
    resetAndDestroy(): unknown;
  } | null;
}

/** The options of the replay server. By default it replays the script of the examples, at full speed. */
export interface ReplayServerOptions extends Pace {
  /** The port. Default: a free one, which the system chooses. */
  readonly port?: number | undefined;
  /** The seed of the ids and of the jitter: the same seed produces the same replies. Default 1. */
  readonly seed?: number | undefined;
  /** How streams are split into chunks; with `tokensPerSecond` one chunk per event. Default `'event'`. */
  readonly chunking?: Chunking | undefined;
  /**
   * The server to imitate: its addresses, request bodies, errors and streams. `respond` and recordings keep the form of
   * the Messages API. Default `'anthropic'`.
   */
  readonly dialect?: DialectName | undefined;
  /**
   * Credentials of AWS: the dialects `'bedrock'` and `'aws'` reject signatures of other credentials with status 403. By
   * default they accept all.
   */
  readonly credentials?: SigningCredentials | undefined;
  /** The wire text to replay for every request, or a list with one per request. */
  readonly recording?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /**
   * Called first, for every request, even an invalid one. If it returns `undefined`, the recording or the script
   * replies.
   */
  readonly respond?: ((request: SeenRequest) => Answer | PromiseLike<Answer>) | undefined;
}

type Answer = Reply | RespondFunction | undefined;

/** A running server with the Messages API on the loopback interface. */
export interface ReplayServer {
  /** The `baseURL` for a client, or for `bedrock` and `vertex`. */
  readonly url: string;
  /** Requests in order of arrival; a test may empty the list. */
  readonly requests: SeenRequest[];
  /** Resolves to the oldest request that it has not returned yet, or else to the next; rejects when the server closes. */
  nextRequest(): Promise<SeenRequest>;
  /** Closes all connections and stops; it may be called again. */
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server on 127.0.0.1 that behaves like the API. It serves `POST /v1/messages`, streamed or not, and
 * `POST /v1/messages/count_tokens`, with the headers, error bodies and event sequences of the API. It rejects
 * conversations that the API rejects (see `historyIssues`), and thinking that differs from its own. It replies with the
 * result of `respond`, else with the recording, else from a script for the prompts of the examples. It accepts any key;
 * without a key it replies with status 401. With `dialect` it imitates a cloud. Requires Node, Deno or Bun.
 *
 * @example A client without a real key
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
  const dialect = createDialect(options.dialect ?? 'anthropic', options.credentials);
  const requests: SeenRequest[] = [];
  const given = new WeakSet<SeenRequest>();
  const waiting: { resolve: (request: SeenRequest) => void; reject: (error: Error) => void }[] = [];
  const sent = new SentThinking();
  for (const body of recordingsOf(recording)) sent.note(eventsOf(body));
  let count = 0;
  let played = 0;

  function nextRecording(requestId: string, { form }: Call): Reply | undefined {
    if (recording === undefined || typeof recording === 'string' || isBytes(recording)) return recording;
    const none = `The list of ${recording.length} recordings is used up; add one per request.`;
    return recording[played++] ?? problemReply({ status: 500, type: 'api_error', message: none }, requestId, form);
  }

  async function answer(request: SeenRequest, call: Call, number: number): Promise<Reply | RespondFunction> {
    const custom = await respond?.(request);
    if (custom !== undefined) return custom;
    const problem = call.problem ?? checkCall(call, sent);
    if (problem) return problemReply(problem, request.requestId, call.problem?.form ?? call.form);
    // The check has validated the required fields.
    const params = request.body as NonNullable<SeenRequest['body']>;
    if (call.endpoint === 'count_tokens') return { body: { input_tokens: inputTokens(params) } };
    const recorded = nextRecording(request.requestId, call);
    if (recorded !== undefined) return recorded;
    const events = scriptedEvents(params, (prefix, index) => wireId(prefix, seed + index, number));
    sent.note(events);
    return events;
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(incoming, MAX_BODY_BYTES);
    if (response.destroyed) return;
    const number = ++count;
    const requestId = wireId('req', seed, number);
    const { method = 'GET', url = '/' } = incoming;
    const headers = headersOf(incoming);
    const call = dialect.read({ method, url, path: pathOf(url), headers, text });
    const tracked = trackRequest({ method, url, headers, requestId, body: call.body });
    const { request } = tracked;
    response.on('close', () => tracked.close(response.writableFinished ? 'completed' : 'aborted'));
    for (const [name, value] of Object.entries(dialect.headers(requestId, number))) response.setHeader(name, value);
    requests.push(request);
    const next = waiting.shift();
    if (next) given.add(request);
    next?.resolve(request);
    const reply =
      text === undefined
        ? problemReply(TOO_LARGE, requestId, call.form)
        : await answer(request, call, number).catch((error: unknown) => {
            const message = `respond failed: ${String(error)}`;
            return problemReply({ status: 500, type: 'api_error', message }, requestId, call.form);
          });
    if (typeof reply === 'function') {
      reply(response, request);
      return;
    }
    const asMessage = call.endpoint === 'messages' && call.body?.messages !== undefined && call.body.stream !== true;
    const encoded = encodeReply(reply, asMessage);
    await sendReply(call.framed ? framed(encoded) : encoded, response, tracked, { ...options, chunking });
  }

  // Not an import: a bundler for browsers, which may use the rest of this entry, would fail on it.
  const server = process.getBuiltinModule('node:http').createServer((incoming, response) => {
    // Only a spec's own code can fail here; its client sees the connection break.
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? port) : port}${dialect.base}`,
    requests,
    nextRequest: () => {
      const seen = requests.find((request) => !given.has(request));
      if (seen) {
        given.add(seen);
        return Promise.resolve(seen);
      }
      const next = new Promise<SeenRequest>((resolve, reject) => {
        if (server.listening) waiting.push({ resolve, reject });
        else reject(closed());
      });
      // A test that no longer waits when the server closes must not get an unhandled rejection.
      next.catch(() => undefined);
      return next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const { reject } of waiting.splice(0)) reject(closed());
      }),
  };
}

function closed(): Error {
  return new Error('The replay server was closed.');
}

function recordingsOf(recording: ReplayServerOptions['recording'] = []): readonly (string | Uint8Array)[] {
  return typeof recording === 'string' || isBytes(recording) ? [recording] : recording;
}
