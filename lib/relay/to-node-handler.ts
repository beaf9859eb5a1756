/** What is needed of a request of `node:http`, of `node:http2` in its manner, of Express, or of Nest on Express. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Set where middleware has read the body, as a value, text or bytes. */
  readonly body?: unknown;
}

/** What is needed of a response of `node:http`, or of `node:http2` in its manner. */
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
 * Makes a handler of `(Request) => Promise<Response>` one for `node:http`, `node:http2` and what builds on them, such as
 * Express. It waits while the socket takes no more, and when the browser leaves it aborts `request.signal` and cancels the body. A
 * body that breaks off cuts the connection, so that nobody takes it for complete.
 *
 * @example A server of its own
 * ```ts
 * import { createServer } from 'node:http';
 * import { AnthropicClient } from 'anthropic-rxjs';
 * import { proxyHandler, toNodeHandler } from 'anthropic-rxjs/relay';
 *
 * const handler = proxyHandler({
 *   client: new AnthropicClient(),
 *   allow: { models: ['claude-sonnet-5'], maxTokens: 1024 },
 * });
 * createServer(toNodeHandler(handler)).listen(3000);
 * ```
 */
export function toNodeHandler(
  handler: (request: Request) => Promise<Response>,
): (request: NodeRequest, response: NodeResponse) => void {
  return (incoming, outgoing) => {
    const left = new AbortController();
    const leave = () => left.abort();
    outgoing.once('close', leave);
    Promise.resolve()
      .then(() => requestOf(incoming, left.signal))
      .then(handler, () => new Response(null, { status: 400 }))
      .then((response) => send(response, outgoing, left.signal))
      .then(() => outgoing.off('close', leave))
      // Nobody is left to tell: what the handler failed with is its own to report.
      .catch(() => outgoing.destroy());
  };
}

function requestOf(incoming: NodeRequest, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    // HTTP/2 has names such as :path among them.
    if (value === undefined || name.startsWith(':')) continue;
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
  }
  const { method = 'GET', url = '/' } = incoming;
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(incoming);
  // Half duplex is what a streamed body needs; the type of lib.dom does not know it.
  const init = { method, headers, body, signal, duplex: 'half' } as RequestInit;
  // Not resolved against it: a path that begins with two slashes would name the host.
  return new Request(url.startsWith('/') ? `http://localhost${url}` : url, init);
}

function bodyOf(incoming: NodeRequest): BodyInit {
  const { body: read } = incoming;
  // Its type for bytes is wider than what lib.dom takes; the bytes are the same.
  if (typeof read === 'string' || ArrayBuffer.isView(read)) return read as BodyInit;
  if (read !== undefined) return JSON.stringify(read);
  const chunks = incoming[Symbol.asyncIterator]();
  // Never returned early: that would close the socket, and with it the way of the response.
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const read: IteratorResult<Uint8Array, unknown> = await chunks.next();
        if (read.done) controller.close();
        else controller.enqueue(read.value);
      },
      // The rest is let go, as Node does with a body nobody reads: the next request comes behind it.
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

async function send(response: Response, outgoing: NodeResponse, left: AbortSignal): Promise<void> {
  const reader = response.body?.getReader();
  const gone = () => left.aborted || outgoing.destroyed === true;
  const leave = () => void reader?.cancel().catch(() => undefined);
  left.addEventListener('abort', leave);
  if (gone()) {
    leave();
    return;
  }
  const cookies = response.headers.getSetCookie();
  const headers = Object.fromEntries(response.headers);
  outgoing.writeHead(response.status, cookies.length > 0 ? { ...headers, 'set-cookie': cookies } : headers);
  outgoing.flushHeaders?.();
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    if (gone()) return; // writing would be an error that nobody handles
    if (!outgoing.write(read.value)) await drained(outgoing);
  }
  if (!gone()) outgoing.end();
}

/** Resolves when there is room again, or nobody to make room for. */
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
