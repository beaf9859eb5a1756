import { createParser } from 'eventsource-parser';
import { noop, Observable, type OperatorFunction } from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';
import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';
import { createCommentFilter } from './comment-filter.ts';
import { createEventBound } from './event-bound.ts';
import { createTextNormalizer } from './normalize-text.ts';

/** Larger chunks are decoded in pieces of this length, so that an event is refused before it is all in memory. */
const pieceLength = 64 * 1024;

/**
 * Decodes a body to server-sent events. What one chunk holds is emitted in one synchronous run. `onComment` is called
 * when comments end. `MalformedStreamError` when one event exceeds `maxEventBytes`; comments do not count.
 *
 * Unlike the standard, the last event counts without its blank line: servers forget it. When even its last line has no
 * end, it counts only if its data is a whole JSON object; anything else was cut, which is for the end of the stream to
 * report.
 */
export function decodeServerSentEvents(
  maxEventBytes: number,
  onComment: () => void = noop,
): OperatorFunction<Uint8Array | string, ServerSentEvent> {
  return (source) =>
    new Observable((subscriber) => {
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
      const feed = (piece: string) => {
        const text = withoutComments(normalize(piece));
        if (text === '') return;
        parser.feed(text);
        if (bound.exceeds(text)) throw tooLarge(maxEventBytes);
      };

      source.subscribe(
        guardObserver<Uint8Array | string>(subscriber, {
          next: (chunk) => {
            for (let start = 0; start < chunk.length && !subscriber.closed; start += pieceLength) {
              const end = start + pieceLength;
              if (typeof chunk === 'string') feed(chunk.slice(start, end));
              else feed(decoder.decode(chunk.subarray(start, end), { stream: true }));
            }
          },
          complete: () => {
            feed(decoder.decode());
            cut = bound.isInLine();
            parser.feed(cut ? '\n\n' : '\n');
            subscriber.complete();
          },
        }),
      );
    });
}

function tooLarge(maxEventBytes: number): MalformedStreamError {
  const advice = 'Raise it if you trust the server.';
  return new MalformedStreamError(`One event of the stream is larger than maxEventBytes (${maxEventBytes}). ${advice}`);
}

/** No part of a JSON object is one, as a part of a number is a number. */
function isWholeObject(data: string): boolean {
  if (!data.startsWith('{')) return false;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}
