import { type Chunking, chunker } from './chunking.ts';
import type { EncodedReply } from './reply.ts';
import type { TrackedRequest } from './seen-request.ts';

/** The body of a faked response: one chunk per read; it errors with the signal's reason when the signal aborts. */
export function fakeBody(
  body: EncodedReply['body'],
  tracked: TrackedRequest,
  signal: AbortSignal | null | undefined,
  chunking: Chunking,
): ReadableStream<Uint8Array> {
  const size = ArrayBuffer.isView(body) ? body.length : Infinity;
  const source = ArrayBuffer.isView(body) ? chunker(chunking)(body)[Symbol.iterator]() : body[Symbol.asyncIterator]();
  let onAbort: () => void = () => undefined;

  function end(outcome: 'completed' | 'aborted'): void {
    signal?.removeEventListener('abort', onAbort);
    tracked.close(outcome);
    // Not awaited: a paused generator returns only when it continues.
    if (outcome === 'aborted') void source.return?.();
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          controller.error(signal?.reason);
          end('aborted');
        };
        signal?.addEventListener('abort', onAbort);
      },
      async pull(controller) {
        try {
          const next = await source.next();
          if (tracked.request.state !== 'open') return;
          if (next.done !== true) {
            const chunk = typeof next.value === 'string' ? new TextEncoder().encode(next.value) : next.value;
            tracked.wrote(chunk.length);
            controller.enqueue(chunk);
            // A known body is complete with its last byte; a spec decides when its own chunks end.
            if (tracked.request.bytesWritten < size) return;
          }
          controller.close();
          end('completed');
        } catch (error) {
          end('aborted');
          throw error;
        }
      },
      cancel: () => end('aborted'),
    },
    // A chunk is created only when it is read.
    { highWaterMark: 0 },
  );
}
