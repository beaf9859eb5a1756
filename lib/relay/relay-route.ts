import { isCursor } from './cursor.ts';
import { invalidRequest, RejectedRequest } from './rejected-request.ts';

/** The operation that a request names. */
export type RelayRoute =
  | { readonly action: 'start' }
  | { readonly action: 'attach'; readonly id: string; readonly after: string | undefined }
  | { readonly action: 'stop' | 'delete'; readonly id: string };

/** Reads the method and the end of the path, so a handler works wherever it is mounted. Throws a `RejectedRequest`. */
export function routeOf({ method, url, headers }: Request): RelayRoute {
  const { pathname, searchParams } = new URL(url);
  const segments = pathname.split('/');
  const last = segments.at(-1) ?? '';
  if (method === 'POST') return last === 'stop' ? { action: 'stop', id: idOf(segments.at(-2)) } : { action: 'start' };
  if (method === 'DELETE') return { action: 'delete', id: idOf(last) };
  if (method === 'GET') {
    // An empty header is the one of an EventSource without an event.
    const after = [headers.get('last-event-id'), searchParams.get('after')].find(Boolean) ?? undefined;
    if (after !== undefined && after !== 'end' && !isCursor(after)) {
      throw invalidRequest('last-event-id: must be the id of an event, such as 1-57');
    }
    return { action: 'attach', id: idOf(last), after };
  }
  const message = 'method: must be POST to start or stop a reply, GET to read it or DELETE';
  throw new RejectedRequest(405, 'invalid_request_error', message, { allow: 'GET, POST, DELETE' });
}

/** The id that a client chose for its reply, so that it can find it when the answer is lost. */
export function chosenId({ headers }: Request): string | undefined {
  const id = headers.get('idempotency-key');
  if (id === null) return undefined;
  if (!/^[\w-]{22,128}$/.test(id)) {
    throw invalidRequest('idempotency-key: must be 22 to 128 letters, digits, - or _, such as crypto.randomUUID()');
  }
  return id;
}

/** The answer for an id that is invalid, unknown or of another user. */
export function unknownReply(): RejectedRequest {
  return new RejectedRequest(
    404,
    'not_found_error',
    'The relay does not know this reply: it never started, has expired or was deleted.',
  );
}

function idOf(segment: string | undefined): string {
  if (segment === undefined || !/^[\w-]{1,128}$/.test(segment)) throw unknownReply();
  return segment;
}
