import { map, type OperatorFunction } from 'rxjs';
import { wrongOption } from '../errors/wrong-option.ts';

/**
 * Emits each value as one line of JSON, including the line end.
 *
 * ```text
 * source:  -a---b---|   a: {n:1}        b: {n:2}
 * toNdjson()
 * result:  -A---B---|   A: '{"n":1}\n'  B: '{"n":2}\n'
 * ```
 * Completes and errors with the source. Errors: `InvalidOptionsError` for `undefined` and functions, which JSON cannot
 * represent; the `TypeError` of `JSON.stringify` for circular objects. Unsubscribing unsubscribes from the source.
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
  return map((value) => {
    const json = JSON.stringify(value) as string | undefined; // its type says that every value has JSON
    if (json !== undefined) return `${json}\n`;
    const message = `emits a value of type ${typeof value}, which JSON cannot represent; map it to null or filter it out`;
    throw wrongOption('toNdjson', 'source', message);
  });
}
