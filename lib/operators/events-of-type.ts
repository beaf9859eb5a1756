import { filter, type OperatorFunction } from 'rxjs';
import { requireEvent } from '../accumulate/require-event.ts';
import { checkList, type OptionRule } from '../errors/check-options.ts';

const anEventType: OptionRule = {
  allows: (value) => typeof value === 'string' && !/^(text|thinking|input_json|signature|citations)_delta$/.test(value),
  expected: 'the type of an event, such as content_block_delta for all deltas',
};

/**
 * Emits the events of the given types, with their types narrowed. A type that is newer than this library works, too.
 *
 * ```text
 * source:  --S--B--T(a)--T(b)--E--D--X|
 * eventsOfType('content_block_delta')
 * result:  --------T(a)--T(b)---------|
 * ```
 * Completes and errors with the source. Errors with `MalformedStreamError` for a value without a type. Throws
 * `InvalidOptionsError` when a type is not a string, or is the type of a delta.
 *
 * @example Log why the model stopped
 * ```ts
 * import { eventsOfType, type MessageStreamEvent } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const stopReasons = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(eventsOfType('message_delta')).subscribe(({ delta }) => console.log(delta.stop_reason));
 * ```
 */
export function eventsOfType<Event extends { type: string }, Type extends Event['type']>(
  ...types: readonly Type[]
): OperatorFunction<Event, Extract<Event, { type: Type }>> {
  checkList('eventsOfType', 'types', types, anEventType);
  const wanted = new Set<unknown>(types);
  return filter((event): event is Extract<Event, { type: Type }> => {
    const { type }: { readonly type?: unknown } = event; // JavaScript may emit anything
    if (typeof type !== 'string') requireEvent(event);
    return wanted.has(type);
  });
}
