import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { AnthropicClient, type MessageStreamEvent } from '../../lib/index.ts';
import {
  createRelay,
  type Relay,
  relayHandler,
  type RelayHandlerOptions,
  type RelayOptions,
  toNodeHandler,
} from '../../lib/relay/index.ts';
import { allow, key } from './proxy.ts';
import { serve, type Served } from './serve.ts';

/** An API whose only reply a spec writes. */
export class HandWrittenReply {
  readonly requests: string[] = [];
  isClosed = false;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  readonly fetch: typeof fetch = (_, init) => {
    this.requests.push(init?.body as string);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
        init?.signal?.addEventListener('abort', () => {
          this.isClosed = true;
          controller.error(new Error('aborted'));
        });
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };

  send(...events: readonly MessageStreamEvent[]): void {
    for (const event of events) {
      const frame = `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
      this.#controller?.enqueue(new TextEncoder().encode(frame));
    }
  }

  end(): void {
    this.#controller?.close();
  }
}

/** A server with a relay, its log and the address of its replies. */
export interface RelayServer extends Served {
  readonly relay: Relay;
  readonly log: unknown[][];
  /** The address of its replies. */
  readonly replies: string;
}

/** Real timers and a clock that stands still: each reply has epoch 1, so its ids are 1-1, 1-2, … */
const scheduler: SchedulerLike = { now: () => 1, schedule: asyncScheduler.schedule.bind(asyncScheduler) };

export async function startRelayServer(
  upstream: typeof fetch,
  options: Partial<RelayHandlerOptions> = {},
  relayOptions: RelayOptions = {},
): Promise<RelayServer> {
  const log: unknown[][] = [];
  const relay = createRelay({ scheduler, ...relayOptions });
  const client = new AnthropicClient({ apiKey: key, fetch: upstream, maxRetries: 0, logLevel: 'off' });
  const logger = { error: (...line: unknown[]) => void log.push(line) };
  const served = await serve(
    toNodeHandler(relayHandler(relay, { client, allow, authorize: 'everyone', logger, ...options })),
  );
  const close = async () => {
    await relay.close();
    await served.close();
  };
  return { ...served, relay, log, replies: `${served.url}/api/replies`, close };
}
