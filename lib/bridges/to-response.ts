import { asyncScheduler, map, type Observable, type SchedulerLike } from 'rxjs';
import { aScheduler, checkOptions, milliseconds, type OptionRule } from '../errors/check-options.ts';
import { requireText } from '../errors/require-text.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { type PullOptions, pullRules, toReadableStream } from './to-readable-stream.ts';
import { encodeText } from './encode-text.ts';
import { encodeEvent, pingEvent } from './to-server-sent-events.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** The options of `toResponse`. */
export interface ToResponseOptions extends PullOptions {
  /** The HTTP status. Default 200. */
  readonly status?: number | undefined;
  /** Headers to merge with those of an event stream. For other text, set `content-type`. */
  readonly headers?: ConstructorParameters<typeof Headers>[0] | undefined;
  /**
   * Sends a `ping` event after each silence of this many ms, but not while `gate` is paused. For event streams only.
   * Default 0: no pings.
   */
  readonly heartbeat?: number | undefined;
  /** The scheduler of the heartbeat. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

const eventStream = 'text/event-stream';

const defaults = [
  ['content-type', `${eventStream}; charset=utf-8`],
  ['cache-control', 'no-cache, no-transform'],
  ['x-accel-buffering', 'no'],
] as const;

const aStatus: OptionRule = {
  allows: (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599 && !bodiless.has(value),
  expected: 'the number of an HTTP status whose response has a body, such as 200',
};
const bodiless = new Set<unknown>([204, 205, 304]);

const someHeaders: OptionRule = {
  allows: (value) => {
    try {
      return Boolean(new Headers(value as Headers)); // throws on anything else
    } catch {
      return false;
    }
  },
  expected: 'valid names and values, as new Headers() takes them',
};

/**
 * Converts an Observable of text to a `Response`, for a handler of Hono, Deno, Bun or a worker. Call the result with
 * the Observable, or put it at the end of a `pipe` of functions. The default headers declare an event stream that
 * intermediaries must not buffer or change.
 *
 * The server subscribes to the source when it starts to read the body. When the browser disconnects, the server cancels
 * the body, which unsubscribes from the source. An error of the source errors the body. With a `gate` a slow browser
 * pauses the request to the API.
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
 *   return toResponse({ gate, heartbeat: 15_000 })(events$.pipe(toServerSentEvents()));
 * };
 * ```
 * @see toServerSentEvents
 */
export function toResponse(options: ToResponseOptions = {}): (source: Observable<string>) => Response {
  checkOptions('toResponse', options, {
    status: aStatus,
    headers: someHeaders,
    heartbeat: milliseconds,
    scheduler: aScheduler,
    ...pullRules,
  });
  const { status = 200, headers: given, heartbeat = 0, scheduler = asyncScheduler, ...pull } = options;
  const headers = new Headers(given);
  for (const [name, value] of defaults) if (!headers.has(name)) headers.set(name, value);
  if (heartbeat > 0 && !headers.get('content-type')?.toLowerCase().startsWith(eventStream)) {
    const message = `needs an event stream; remove it, or set content-type to ${eventStream}`;
    throw wrongOption('toResponse', 'heartbeat', message);
  }
  return (source) => {
    const bytes$ = source.pipe(
      withHeartbeat({
        every: heartbeat,
        beat: encodeEvent(pingEvent),
        scheduler,
        mayFollow: endsEvent,
        paused$: pull.gate?.paused$,
      }),
      map((text) => requireText('toResponse', text, 'toServerSentEvents()')),
      encodeText(),
    );
    return new Response(toReadableStream(pull)(bytes$), { status, headers });
  };
}

/** A blank line ends an event; a ping anywhere else would split one in two. */
function endsEvent(text: string): boolean {
  return text.endsWith('\n\n') || text.endsWith('\r\n\r\n') || text.endsWith('\r\r');
}
