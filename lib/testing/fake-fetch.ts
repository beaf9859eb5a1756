import type { Chunking } from './chunking.ts';
import { parsedBody } from './dialect.ts';
import { fakeBody } from './fake-body.ts';
import { type EncodedReply, encodeReply, isEvents, type Reply } from './reply.ts';
import { type SeenRequest, type TrackedRequest, trackRequest } from './seen-request.ts';
import { wireId } from './wire-id.ts';

/** The reply of a fake `fetch`: a `Reply`, a complete `Response`, or an error with which it rejects. */
export type FakeReply = Reply | Response | Error;

/** A `fetch` that replies from memory. */
export interface FakeFetch {
  (input: Parameters<typeof globalThis.fetch>[0], init?: RequestInit): Promise<Response>;
  /** Requests in order of arrival; a test may empty the list. */
  readonly requests: SeenRequest[];
}

/** The options of `fakeFetch`. */
export interface FakeFetchOptions {
  /** How bodies are split into chunks. Default `'event'`. */
  readonly chunking?: Chunking | undefined;
}

/**
 * Creates a `fetch` that needs no network, for every runtime. A single reply serves all requests. A list serves one
 * reply per request, and `fetch` rejects after the last one. A function returns the reply to each request. It sends a
 * body chunk by chunk, on demand. If the signal of a request aborts, it rejects, or errors the body, with the reason of
 * the signal. It passes a `Response` unchanged.
 *
 * @example A test without a server
 * ```ts
 * import { AnthropicClient, finalText } from 'anthropic-rxjs';
 * import { fakeFetch, messageEvents } from 'anthropic-rxjs/testing';
 *
 * const fetch = fakeFetch(messageEvents('Hello'));
 * const client = new AnthropicClient({ apiKey: 'any', fetch });
 * client.messages
 *   .stream({ model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hi' }] })
 *   .pipe(finalText())
 *   .subscribe((text) => console.log(text, fetch.requests[0]?.body?.max_tokens)); // Hello 64
 * ```
 */
export function fakeFetch(
  reply: FakeReply | readonly FakeReply[] | ((request: SeenRequest) => FakeReply | PromiseLike<FakeReply>),
  options: FakeFetchOptions = {},
): FakeFetch {
  const requests: SeenRequest[] = [];
  let count = 0;

  function nextReply(request: SeenRequest, number: number): FakeReply | PromiseLike<FakeReply> {
    if (typeof reply === 'function') return reply(request);
    if (!isList(reply)) return reply;
    return (
      reply[number - 1] ??
      new Error(`fakeFetch has no reply left: its list has ${reply.length}; pass one reply per request.`)
    );
  }

  async function fetch(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit = {}): Promise<Response> {
    const asked = typeof input === 'string' || 'href' in input ? undefined : input;
    const signal = init.signal === undefined ? asked?.signal : init.signal;
    const text = typeof init.body === 'string' ? init.body : await textOf(init.body ?? asked?.clone().body);
    signal?.throwIfAborted();
    const number = ++count;
    const tracked = trackRequest({
      method: init.method ?? asked?.method ?? 'GET',
      url: typeof input === 'string' ? input : 'href' in input ? input.href : input.url,
      headers: new Headers(init.headers ?? asked?.headers),
      requestId: wireId('req', 1, number),
      body: parsedBody(text),
    });
    requests.push(tracked.request);
    try {
      const given = await abortable(nextReply(tracked.request, number), signal);
      if (isResponse(given) || isError(given)) {
        tracked.close('completed');
        if (isError(given)) throw given;
        return given;
      }
      return responseOf(
        encodeReply(given, wantsMessage(tracked.request)),
        tracked,
        signal,
        options.chunking ?? 'event',
      );
    } catch (error) {
      tracked.close('aborted');
      throw error;
    }
  }

  // This mark shows the client that its key is never sent, so tests in jsdom need no flag.
  return Object.assign(fetch, { requests, [Symbol.for('anthropic-rxjs.fake-fetch')]: true });
}

function responseOf(
  { status, headers, body }: EncodedReply,
  tracked: TrackedRequest,
  signal: AbortSignal | null | undefined,
  chunking: Chunking,
): Response {
  const init = { status, headers: { 'request-id': tracked.request.requestId, ...headers } };
  if (!ArrayBuffer.isView(body) || body.length > 0)
    return new Response(fakeBody(body, tracked, signal, chunking), init);
  // A status such as 204 forbids a body, even an empty one.
  tracked.close('completed');
  return new Response(null, init);
}

/** The value, unless the signal aborts earlier. */
async function abortable<T>(value: T | PromiseLike<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return value;
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => (onAbort = resolve));
  signal.addEventListener('abort', onAbort);
  try {
    await Promise.race([value, aborted]);
    signal.throwIfAborted();
    return await value;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function textOf(body: BodyInit | null | undefined): Promise<string | undefined> {
  return body == null ? undefined : new Response(body).text();
}

/** Whether a request expects one JSON message, also at the address of a cloud. */
function wantsMessage({ path, body }: SeenRequest): boolean {
  const isMessage = /(?:\/v1\/messages|\/invoke|(?<!count-tokens):rawPredict)$/.test(path);
  return isMessage && body?.messages !== undefined && body.stream !== true;
}

function isList(reply: FakeReply | readonly FakeReply[]): reply is readonly FakeReply[] {
  return Array.isArray(reply) && !isEvents(reply);
}

function isResponse(reply: FakeReply): reply is Response {
  return typeof reply === 'object' && 'arrayBuffer' in reply;
}

// By its shape: it may be from another realm.
function isError(reply: FakeReply): reply is Error {
  return typeof reply === 'object' && 'stack' in reply;
}
