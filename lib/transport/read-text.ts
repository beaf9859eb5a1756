import { defer, last, map, type Observable, scan, takeWhile } from 'rxjs';
import type { OpenResponse } from './open-response.ts';
import { readBody } from './read-body.ts';

/** Emits the body as one text, cut after `limit` bytes, when it is complete; errors as `readBody`. */
export function readText(open: OpenResponse, limit = Number.POSITIVE_INFINITY): Observable<string> {
  return defer(() => {
    const decoder = new TextDecoder();
    const empty = { text: '', room: limit };
    return readBody(open).pipe(
      scan(
        ({ text, room }, chunk) => ({
          text: text + decoder.decode(chunk.subarray(0, room), { stream: true }),
          room: Math.max(0, room - chunk.length),
        }),
        empty,
      ),
      takeWhile(({ room }) => room > 0, true),
      last(null, empty),
      map(({ text }) => text),
    );
  });
}
