import { concat, concatMap, defer, type MonoTypeOperatorFunction } from 'rxjs';
import { textOfEvent } from '../accumulate/text-of.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/** Emits the events, but nothing before there is text or the source completes; then all at once. */
export function holdUntilText<Event extends BetaMessageStreamEvent>(): MonoTypeOperatorFunction<Event> {
  return (source) =>
    defer(() => {
      let held: Event[] | undefined = [];
      const release = (): Event[] => {
        const events = held ?? [];
        held = undefined;
        return events;
      };
      return concat(
        source.pipe(
          concatMap((event) => {
            if (!held) return [event];
            held.push(event);
            return textOfEvent(event) === '' ? [] : release();
          }),
        ),
        defer(release),
      );
    });
}
