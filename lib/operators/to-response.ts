import { map, type Observable } from 'rxjs';
import { type PullOptions, toReadableStream } from './to-readable-stream.ts';

/** How `toResponse` answers. */
export interface ToResponseOptions extends PullOptions {
  /** Default 200. */
  readonly status?: number;
  /** Joined with those of an event stream; give `content-type` for other text. */
  readonly headers?: ConstructorParameters<typeof Headers>[0];
}

/**
 * Makes a fetch-style `Response` that streams text as it comes: what a handler of Hono, Deno, Bun or a worker returns.
 * Called with the Observable, or at the end of a `pipe` of functions. By default an event stream that nothing on its way
 * may buffer or change. The source is subscribed when the server starts to read the body; when the browser goes away the
 * server cancels the body, which leaves the source. With a `gate` a slow browser holds the wire back.
 *
 * @example A handler
 * ```ts
 * import { AnthropicClient, createGate, toResponse, toServerSentEvents, type MessageCreateParams } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient();
 * const handle = async (request: Request): Promise<Response> => {
 *   const gate = createGate();
 *   const params = (await request.json()) as MessageCreateParams;
 *   const events$ = client.messages.stream(params, { paused$: gate.paused$ });
 *   return toResponse({ gate })(events$.pipe(toServerSentEvents()));
 * };
 * ```
 * @see toServerSentEvents
 */
export function toResponse({ status = 200, headers: given, ...pull }: ToResponseOptions = {}): (
  source: Observable<string>,
) => Response {
  return (source) => {
    const encoder = new TextEncoder();
    const headers = new Headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    new Headers(given).forEach((value, name) => headers.set(name, value));
    const bytes$ = source.pipe(map((text) => encoder.encode(text)));
    return new Response(toReadableStream<Uint8Array<ArrayBuffer>>(pull)(bytes$), { status, headers });
  };
}
