import { map, type Observable } from 'rxjs';
import { kindOf } from '../errors/check-options.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { fromAsyncIterable } from './from-async-iterable.ts';

/** The body of an event stream. */
export type EventStreamBody = ReadableStream<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/**
 * Emits the chunks of a body and completes with it. Errors with `InvalidOptionsError` for a wrong argument of the function
 * `owner`.
 * Unsubscribing cancels the body, even during a read.
 */
export function bodyChunks(owner: string, body: EventStreamBody | null): Observable<Uint8Array | string> {
  return fromAsyncIterable(() => {
    requireBody(owner, body);
    return 'getReader' in body ? readerOf(body) : body;
  }).pipe(map((chunk) => requireChunk(owner, chunk)));
}

/** JavaScript may pass any body; the decoder would find no text in most other values. */
function requireChunk(owner: string, chunk: Uint8Array | string): Uint8Array | string {
  // By its tag: it may be from another realm.
  if (typeof chunk === 'string' || Object.prototype.toString.call(chunk) === '[object Uint8Array]') return chunk;
  throw wrongOption(owner, 'body', `contains ${kindOf(chunk)}; pass a body of Uint8Array or strings`);
}

function requireBody(owner: string, body: EventStreamBody | null): asserts body is EventStreamBody {
  const problem = problemOf(body);
  if (problem !== undefined) throw wrongOption(owner, 'body', problem);
}

/** Names the problem and the fix; JavaScript may pass anything. */
function problemOf(body: unknown): string | undefined {
  if (body == null) return `is ${String(body)}: the response has no body; check response.ok and response.status first`;
  if (typeof body === 'string') return 'is a string; pass a stream of it: new Response(text).body';
  if (typeof body !== 'object') return `is a ${typeof body}; ${fix}`;
  if ('getReader' in body) {
    const locked = 'locked' in body && body.locked === true;
    return locked ? 'has a reader already; a body can be read once, so subscribe once or share the events' : undefined;
  }
  if (Symbol.asyncIterator in body) return undefined;
  return 'headers' in body && 'body' in body ? 'is a Response; pass its body: response.body' : `is an object; ${fix}`;
}

const fix = 'pass a ReadableStream or an async iterable, such as response.body';

/** A reader as an async iterable, which some browsers lack, that also stops a pending read. */
function readerOf<T>(stream: ReadableStream<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const reader = stream.getReader();
      return {
        next: () => reader.read() as Promise<IteratorResult<T>>, // the DOM's type allows a value in the last chunk
        return: () => reader.cancel().then(() => ({ done: true, value: undefined })),
      };
    },
  };
}
