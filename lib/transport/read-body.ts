import { asyncScheduler, EMPTY, from, noop, Observable, type ObservableInput } from 'rxjs';
import { AnthropicError, isAnthropicError } from '../errors/anthropic-error.ts';
import { APIConnectionError } from '../errors/api-connection-error.ts';
import { APITimeoutError } from '../errors/api-timeout-error.ts';
import { guardCallback, guardObserver } from '../errors/guard-observer.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { drainBody, type ReadResult } from './drain-body.ts';
import type { OpenResponse } from './open-response.ts';
import { quietly } from '../errors/quietly.ts';
import { runtimeTimeout } from './runtime-timeout.ts';

/**
 * A constant supply of chunks would delay the timers of deadlines: after so many bytes, it yields to them if they wait. A
 * chunk counts as 64 bytes more than it has. The time is in ms.
 */
const bytesPerCheck = 64_000;
const bytesPerChunk = 64;
const longestTask = 50;

/**
 * Emits the chunks of a body as they arrive and completes at its end. Errors: `APIConnectionError` when the connection
 * breaks, `APITimeoutError` when a timeout of the runtime ends it. It reads nothing while the latest value of `paused$` is `true`.
 * Unsubscribing closes the connection, unless `isWhole()`: then it reads the rest in the background (`drainBody`), which
 * keeps the connection for the next request.
 */
export function readBody(
  open: OpenResponse,
  paused$: ObservableInput<boolean> = EMPTY,
  isWhole: () => boolean = () => false,
): Observable<Uint8Array> {
  return new Observable((subscriber) => {
    const reader = readerOf(open);
    if (!reader) {
      open.close();
      subscriber.complete();
      return;
    }
    const { headers } = open.response;
    let paused = false;
    let pending: Promise<ReadResult> | undefined;
    let ended = false;
    let unchecked = 0;
    let taskStart = 0;

    const readChunk = () => (pending ??= reader.read());
    const read = () => {
      if (!paused && !pending && !subscriber.closed) readChunk().then(received, failed);
    };
    const startTask = guardCallback(subscriber, () => {
      taskStart = Date.now();
      read();
    });
    const mustYield = () => {
      unchecked = 0;
      return Date.now() - taskStart >= longestTask;
    };
    const take = (result: ReadResult) => {
      pending = undefined;
      if (result.done) {
        ended = true; // the connection is free for the next request
        // Compressed data can end before the HTTP body does; without more to come, closing has no effect.
        if (headers.get('content-encoding') !== null) open.close();
      }
      return result;
    };
    const received = guardCallback(subscriber, (result: ReadResult) => {
      const { done, value } = take(result);
      if (done) {
        subscriber.complete();
        return;
      }
      const chunk = bytesOf(value);
      if (chunk.length > 0) subscriber.next(chunk);
      unchecked += chunk.length + bytesPerChunk;
      if (unchecked >= bytesPerCheck && mustYield()) subscriber.add(asyncScheduler.schedule(startTask));
      else read();
    });
    const failed = guardCallback(subscriber, (cause: unknown) => {
      ended = true;
      const fields = { cause, requestId: headers.get('request-id'), headers };
      const timedOut = runtimeTimeout(cause);
      const broke = `The connection broke before the end of the response: ${reasonOf(cause)}. The reply is not complete.`;
      const failure = timedOut ? new APITimeoutError(timedOut, fields) : new APIConnectionError(broke, fields);
      subscriber.error(isAnthropicError(cause) ? cause : failure); // the decoder of a cloud reports typed errors
    });
    const readRest = () => readChunk().then(take);
    const close = () => {
      open.close();
      quietly(() => reader.cancel()); // closing the connection fails the body, without a subscriber to report to
    };

    subscriber.add(() => {
      if (ended) return;
      if (isWhole()) drainBody(readRest, close);
      else close();
    });
    from(paused$).subscribe(
      guardObserver<boolean>(subscriber, {
        next: (value) => {
          paused = value;
          read();
        },
        complete: noop, // its latest value stays
      }),
    );
    startTask();
  });
}

function readerOf({ response, close }: OpenResponse): ReadableStreamDefaultReader<Uint8Array> | undefined {
  try {
    return response.body?.getReader();
  } catch (cause) {
    close();
    const advice =
      'A custom fetch must resolve with a Response whose body is unread; pass response.clone() to other readers.';
    throw new AnthropicError(`The body of the response cannot be read: ${reasonOf(cause)}. ${advice}`, { cause });
  }
}

/** The chunk of a read. A custom `fetch` may return any value, also an array of another realm. */
function bytesOf(value: unknown): Uint8Array {
  if (ArrayBuffer.isView(value) && 'BYTES_PER_ELEMENT' in value && value.BYTES_PER_ELEMENT === 1)
    return value as Uint8Array;
  const tag = Object.prototype.toString.call(value);
  throw new AnthropicError(
    `The body of the response contains a chunk of ${tag}; a custom fetch must return chunks of Uint8Array.`,
  );
}
