import { defer, map, type Observable } from 'rxjs';
import type { APIResponse } from '../stream/api-response.ts';
import type { MessageRequest } from '../stream/message-request.ts';
import { requestJSON } from '../stream/request-json.ts';
import type { BodyOptions, ResponseOptions } from '../transport/request-options.ts';

/** Sends a request on subscribe and emits its response or only the body, depending on `observe`. */
export function observe<Body>(
  options: BodyOptions | ResponseOptions | undefined,
  request: () => MessageRequest,
): Observable<Body | APIResponse<Body>> {
  const response$ = defer(() => requestJSON(request())) as Observable<APIResponse<Body>>; // the API's promise
  return options?.observe === 'response' ? response$ : response$.pipe(map(({ body }) => body));
}
