import { map, type OperatorFunction } from 'rxjs';
import { jsonOf } from './json-of.ts';

/**
 * Emits each value as one line of JSON, including the line end.
 *
 * ```text
 * source:  -a---b---|   a: {n:1}        b: {n:2}
 * toNdjson()
 * result:  -A---B---|   A: '{"n":1}\n'  B: '{"n":2}\n'
 * ```
 * Completes and errors with the source. Errors: `InvalidOptionsError` for `undefined`, functions, BigInts and circular
 * objects, which JSON cannot represent. Unsubscribing unsubscribes from the source.
 *
 * @example A log of events
 * ```ts
 * import { type MessageStreamEvent, toNdjson } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const log = (events$: Observable<MessageStreamEvent>) => events$.pipe(toNdjson()).subscribe((line) => console.log(line));
 * ```
 * @see toServerSentEvents
 */
export function toNdjson(): OperatorFunction<unknown, string> {
  return map((value) => `${jsonOf('toNdjson', value)}\n`);
}
