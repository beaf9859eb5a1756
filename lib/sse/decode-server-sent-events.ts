import { createParser } from 'eventsource-parser';
import { noop, type OperatorFunction } from 'rxjs';
import { guardedOperator } from '../errors/guarded-operator.ts';
import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import { parseJSON } from '../types/parse-json.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';
import { createCommentFilter } from './comment-filter.ts';
import { createEventBound } from './event-bound.ts';
import { createTextNormalizer } from './normalize-text.ts';

/**
 * The decoder splits larger chunks into pieces of this length, so that it rejects a large event before all of it is in
 * memory.
 */
const pieceLength = 64 * 1024;

const streaming = { stream: true };

/**
 * Decodes a body to server-sent events. It emits the events of one chunk synchronously. It calls `onComment`
 * when comments end. `MalformedStreamError` when one event exceeds `maxEventBytes`; comments do not count.
 *
 * Unlike the standard, the last event counts without its blank line, because servers omit it. If its last line has no end
 * either, it counts only if its data is a complete JSON object. Anything else was truncated, and the end of the stream
 * reports that.
 */
export function decodeServerSentEvents(
  maxEventBytes: number,
  onComment: () => void = noop,
): OperatorFunction<Uint8Array | string, ServerSentEvent> {
  return guardedOperator((subscriber) => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // normalize() drops the mark of strings too
    const normalize = createTextNormalizer();
    const withoutComments = createCommentFilter(onComment);
    const bound = createEventBound(maxEventBytes);
    let retry: number | undefined;
    let cut = false;
    const parser = createParser({
      onEvent: (message) => {
        const { data, event: name, id } = message;
        if (data.length + (name?.length ?? 0) + (id?.length ?? 0) > maxEventBytes) throw tooLarge(maxEventBytes);
        if (cut && !isWholeObject(data)) return;
        const event: ServerSentEvent = message;
        if (retry !== undefined) event.retry = retry;
        retry = undefined;
        subscriber.next(event);
      },
      onRetry: (milliseconds) => {
        retry = milliseconds;
      },
    });
    const feed = (chunk: Uint8Array | string) => {
      const piece = typeof chunk === 'string' ? chunk : decoder.decode(chunk, streaming);
      const text = withoutComments(normalize(piece));
      if (text === '') return;
      parser.feed(text);
      if (bound.exceeds(text)) throw tooLarge(maxEventBytes);
    };

    return {
      next: (chunk) => {
        // Nearly every chunk is short.
        if (chunk.length <= pieceLength) {
          feed(chunk);
          return;
        }
        for (let start = 0; start < chunk.length && !subscriber.closed; start += pieceLength) {
          const end = start + pieceLength;
          feed(typeof chunk === 'string' ? chunk.slice(start, end) : chunk.subarray(start, end));
        }
      },
      complete: () => {
        feed(decoder.decode());
        cut = bound.isInLine();
        parser.feed(cut ? '\n\n' : '\n');
        subscriber.complete();
      },
    };
  });
}

function tooLarge(maxEventBytes: number): MalformedStreamError {
  const advice = 'Raise it if you trust the server.';
  return new MalformedStreamError(`One event of the stream is larger than maxEventBytes (${maxEventBytes}). ${advice}`);
}

/** A truncated JSON object is not a JSON object, whereas a truncated number is a number. */
function isWholeObject(data: string): boolean {
  return data.startsWith('{') && parseJSON(data) !== undefined;
}
