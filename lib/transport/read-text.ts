import { defer, last, type Observable, scan, takeWhile } from 'rxjs';
import type { OpenResponse } from './open-response.ts';
import { readBody } from './read-body.ts';

/** Emits the body as one text, cut after `limit` bytes, when it is complete; errors as `readBody`. */
export function readText(open: OpenResponse, limit = Number.POSITIVE_INFINITY): Observable<string> {
  return defer(() => {
    const decoder = new TextDecoder();
    let size = 0;
    return readBody(open).pipe(
      scan((text, chunk) => {
        const room = chunk.subarray(0, Math.max(0, limit - size));
        size += chunk.length;
        return text + decoder.decode(room, { stream: true });
      }, ''),
      takeWhile(() => size < limit, true),
      last(null, ''),
    );
  });
}
