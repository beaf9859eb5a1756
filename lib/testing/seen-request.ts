import type { MessageCreateParams } from '../types/message-create-params.ts';

/** The body of a request to the Messages API. */
export type RequestBody = MessageCreateParams & { readonly stream?: boolean };

/** How a request ended: with the complete reply, or earlier, because the client disconnected or the server closed. */
export type RequestOutcome = 'completed' | 'aborted';

/** A request to `startReplayServer` or `fakeFetch`, and its outcome. */
export interface SeenRequest {
  readonly method: string;
  /** The requested address: a path on the server, a full URL in `fakeFetch`. */
  readonly url: string;
  /** `url` without host and query. */
  readonly path: string;
  readonly headers: Headers;
  /**
   * The JSON body, not validated; `undefined` without a body or with invalid JSON. A server with a `dialect` adds `model`
   * and `stream`, where the cloud has them in the address.
   */
  readonly body: RequestBody | undefined;
  /** The `request-id` of the reply. */
  readonly requestId: string;
  readonly state: 'open' | RequestOutcome;
  /** Bytes of the reply's body written to the socket (or the reader) so far, except those of a `RespondFunction`. */
  readonly bytesWritten: number;
  /** Resolves when the first byte of the reply's body has been written; never without a body. */
  readonly firstByteSent: Promise<void>;
  /** Resolves the first time that the client's socket is full and the server waits for it; never in `fakeFetch`. */
  readonly stalled: Promise<void>;
  /** Resolves when the request has ended. */
  readonly closed: Promise<RequestOutcome>;
  /** The time of its end, by `performance.now()`, in ms. */
  readonly closedAt: number | undefined;
}

/** A `SeenRequest` with the methods that report its progress. */
export interface TrackedRequest {
  readonly request: SeenRequest;
  wrote(bytes: number): void;
  stalled(): void;
  /** Only the first call counts. */
  close(outcome: RequestOutcome): void;
}

export type RequestFacts = Pick<SeenRequest, 'method' | 'url' | 'headers' | 'body' | 'requestId'>;

export function trackRequest(facts: RequestFacts): TrackedRequest {
  const firstByteSent = signal<undefined>();
  const stalled = signal<undefined>();
  const closed = signal<RequestOutcome>();
  const request = {
    ...facts,
    path: pathOf(facts.url),
    // Not just the outcome's type: the fields below change while the request runs.
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

/** The path of a request target; by hand, because it may not be a valid URL. */
export function pathOf(url: string): string {
  return /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
}
