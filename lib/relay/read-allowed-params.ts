import { defer, type Observable, tap } from 'rxjs';
import type { FullPolicy } from './allow-policy.ts';
import { checkPolicy } from './check-policy.ts';
import { readParams, type SentParams } from './read-params.ts';

/** Emits the params of a request when the policy allows them; errors with a `RejectedRequest`. */
export function readAllowedParams(request: Request, allow: FullPolicy): Observable<SentParams> {
  return defer(() => readParams(request, allow.maxBodyBytes)).pipe(tap((params) => checkPolicy(params, allow)));
}
