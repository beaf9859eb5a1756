import type { OperatorFunction } from 'rxjs';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { marbles } from './marbles.ts';

/** Expects `operator` to emit nothing for a source that never emits, and to unsubscribe from it when it is unsubscribed. */
export function expectSilence(operator: OperatorFunction<MessageStreamEvent, unknown>): void {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source = cold<MessageStreamEvent>('-');
    expectObservable(source.pipe(operator), '^---!').toBe('-');
    expectSubscriptions(source.subscriptions).toBe('^---!');
  });
}
