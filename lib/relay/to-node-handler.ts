import { aFunction, checkOptions, required } from '../errors/check-options.ts';
import { quietLogger } from '../errors/quiet-logger.ts';
import { requireAnswer } from '../errors/require-answer.ts';
import { aResponse } from '../transport/open-response.ts';

/** What the handler needs of a request from `node:http`, `node:http2`, Express, or Nest on Express. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The full URL, where a framework removes the mount path from `url`. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body that middleware has already read: a parsed value, text or bytes. */
  readonly body?: unknown;
}

/** What the handler needs of a response from `node:http` or `node:http2`. */
export interface NodeResponse {
  readonly destroyed?: boolean;
  writeHead(status: number, headers: Record<string, string | string[]>): unknown;
  flushHeaders?(): void;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  once(event: 'close' | 'drain', listener: () => void): unknown;
  off(event: 'close' | 'drain', listener: () => void): unknown;
}

/**
 * Converts a handler of type `(Request) => Promise<Response>` into one for `node:http`, `node:http2` and frameworks
 * built on them, such as Express. It pauses the reply while the socket is full. When the browser disconnects, it aborts
 * `request.signal` and cancels the body. When the body ends with an error, it closes the connection early, so that the
 * browser does not mistake the reply for a complete one. If the handler fails or returns no `Response`, it logs the error
 * to the `console` and closes the connection. Throws `InvalidOptionsError` if the handler is not a function.
 *
 * @example A server in Node
 * ```ts
 * import { createServer } from 'node:http';
 * import { AnthropicClient } from 'anthropic-rxjs';
 * import { proxyHandler, toNodeHandler } from 'anthropic-rxjs/relay';
 *
 * const handler = proxyHandler({
 *   client: new AnthropicClient(),
 *   allow: { models: ['claude-sonnet-5'], maxTokens: 1024 },
 *   authorize: 'everyone', // on this machine
 * });
 * createServer(toNodeHandler(handler)).listen(3000, '127.0.0.1');
 * ```
 */
export function toNodeHandler(
  handler: (request: Request) => Promise<Response>,
): (request: NodeRequest, response: NodeResponse) => void {
  checkOptions('toNodeHandler', { handler }, { handler: required(aFunction) });
  return (incoming, outgoing) => {
    const left = new AbortController();
    const leave = () => left.abort();
    outgoing.once('close', leave);
    Promise.resolve()
      .then(() => requestOf(incoming, left.signal))
      .then(
        (request) => responseOf(handler, request),
        () => new Response(null, { status: 400 }),
      )
      .then((response) => send(response, outgoing, left.signal))
      .then(() => outgoing.off('close', leave))
      // A reply reports its own errors; nothing receives them here.
      .catch(() => outgoing.destroy());
  };
}

async function responseOf(handler: (request: Request) => Promise<Response>, request: Request): Promise<Response> {
  try {
    return requireAnswer('toNodeHandler', 'handler', await handler(request), aResponse);
  } catch (error) {
    quietLogger().error('The handler sent no response.', error);
    throw error;
  }
}

function requestOf(incoming: NodeRequest, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    // HTTP/2 adds names such as :path.
    if (value === undefined || name.startsWith(':')) continue;
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
  }
  const authority = incoming.headers[':authority'];
  if (typeof authority === 'string' && !headers.has('host')) headers.set('host', authority);
  const { method = 'GET', url = '/', originalUrl: address = url } = incoming;
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(incoming);
  // A streamed body needs half duplex, which the type of lib.dom lacks.
  const init = { method, headers, body, signal, duplex: 'half' } as RequestInit;
  // Joined, not resolved: a path that begins with two slashes would name the host.
  return new Request(address.startsWith('/') ? `http://localhost${address}` : address, init);
}

function bodyOf(incoming: NodeRequest): BodyInit {
  const { body: read } = incoming;
  // lib.dom has a narrower type for the same bytes.
  if (typeof read === 'string' || ArrayBuffer.isView(read)) return read as BodyInit;
  if (read !== undefined) return JSON.stringify(read);
  const chunks = incoming[Symbol.asyncIterator]();
  // Never returned early: that would close the socket before the response is sent.
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const read: IteratorResult<Uint8Array, unknown> = await chunks.next();
        if (read.done) controller.close();
        else controller.enqueue(read.value);
      },
      // Discards the rest, as Node does with an unread body: the next request follows on the same socket.
      cancel: () => {
        const drain = async (): Promise<void> => {
          while ((await chunks.next()).done !== true);
        };
        drain().catch(() => undefined); // the sender has left
      },
    },
    { highWaterMark: 0 },
  );
}

function send(response: Response, outgoing: NodeResponse, left: AbortSignal): Promise<void> {
  const reader = response.body?.getReader();
  const gone = () => left.aborted || outgoing.destroyed === true;
  const leave = () => void reader?.cancel().catch(() => undefined);
  left.addEventListener('abort', leave);
  if (gone()) {
    leave();
    return Promise.resolve();
  }
  writeHead(response, outgoing);
  return writeBody(reader, outgoing, gone);
}

function writeHead({ status, headers }: Response, outgoing: NodeResponse): void {
  const cookies = headers.getSetCookie();
  const fields = Object.fromEntries(headers);
  outgoing.writeHead(status, cookies.length > 0 ? { ...fields, 'set-cookie': cookies } : fields);
  outgoing.flushHeaders?.();
}

/** Takes no response: it would stay in memory as long as the connection is open. */
async function writeBody(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  outgoing: NodeResponse,
  gone: () => boolean,
): Promise<void> {
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    if (gone()) return; // nothing would handle a write error
    if (!outgoing.write(read.value)) await drained(outgoing);
  }
  if (!gone()) outgoing.end();
}

/** Resolves when the socket has room again or closes. */
function drained(outgoing: NodeResponse): Promise<void> {
  return new Promise((resolve) => {
    const goOn = () => {
      outgoing.off('drain', goOn);
      outgoing.off('close', goOn);
      resolve();
    };
    outgoing.once('drain', goOn);
    outgoing.once('close', goOn);
  });
}
