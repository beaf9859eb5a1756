import type { MessageCreateParams } from '../types/message-create-params.ts';

/** The body of a request to the Messages API. */
export type RequestBody = MessageCreateParams & { readonly stream?: boolean };

/** How a request ended: the whole reply was given, or the client left (or the server closed) before that. */
export type RequestOutcome = 'completed' | 'aborted';

/** A request that `startReplayServer` or `fakeFetch` has got, and what became of it. */
export interface SeenRequest {
  readonly method: string;
  /** As it was asked for: a path on the server, a whole URL in `fakeFetch`. */
  readonly url: string;
  /** `url` without host and query. */
  readonly path: string;
  readonly headers: Headers;
  /** The JSON body as it was sent, not checked; `undefined` when there was none, or no JSON. */
  readonly body: RequestBody | undefined;
  /** The `request-id` of the reply. */
  readonly requestId: string;
  readonly state: 'open' | RequestOutcome;
  /** Bytes of the reply's body handed to the socket (or the reader) so far; those of a `RespondFunction` don't count. */
  readonly bytesWritten: number;
  /** Resolves when the first byte of the reply's body has been handed over; never, when there is none. */
  readonly firstByteSent: Promise<void>;
  /** Resolves the first time the client's socket takes no more and the server waits for it; never in `fakeFetch`. */
  readonly stalled: Promise<void>;
  /** Resolves when the request has ended. */
  readonly closed: Promise<RequestOutcome>;
  /** When it ended, on the clock of `performance.now()`, in ms. */
  readonly closedAt: number | undefined;
}

/** A `SeenRequest` with the means to tell what happens to it. */
export interface TrackedRequest {
  readonly request: SeenRequest;
  wrote(bytes: number): void;
  stalled(): void;
  /** Only the first call counts. */
  close(outcome: RequestOutcome): void;
}

export type RequestFacts = Pick<SeenRequest, 'method' | 'url' | 'headers' | 'requestId'> & {
  readonly text: string | undefined;
};

export function trackRequest({ text, ...facts }: RequestFacts): TrackedRequest {
  const firstByteSent = signal<undefined>();
  const stalled = signal<undefined>();
  const closed = signal<RequestOutcome>();
  const request = {
    ...facts,
    // By hand: what a server is sent may be no URL.
    path: /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(facts.url)?.[1] ?? '',
    body: parsed(text),
    // Not the outcome's type alone: the fields below change while the request runs.
    state: 'open' as SeenRequest['state'],
    bytesWritten: 0,
    firstByteSent: firstByteSent.promise,
    stalled: stalled.promise,
    closed: closed.promise,
    closedAt: undefined as number | undefined,
  };
  return {
    request,
    wrote: (bytes) => {
      if (bytes === 0) return;
      request.bytesWritten += bytes;
      firstByteSent.resolve(undefined);
    },
    stalled: () => stalled.resolve(undefined),
    close: (outcome) => {
      if (request.state !== 'open') return;
      request.state = outcome;
      request.closedAt = performance.now();
      closed.resolve(outcome);
    },
  };
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function signal<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolvePromise) => (resolve = resolvePromise));
  return { promise, resolve };
}

function parsed(text: string | undefined): RequestBody | undefined {
  try {
    // Told to be unchecked in the documentation: specs look at what was sent as params.
    return JSON.parse(text ?? '') as RequestBody;
  } catch {
    return undefined;
  }
}
