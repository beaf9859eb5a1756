import type { MonoTypeOperatorFunction } from 'rxjs';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { attachCause } from '../errors/attach-cause.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { ReplyProgress } from './reply-progress.ts';

/**
 * Completes a reply that lacks only `message_stop` when one of its deadlines passes: some gateways keep the connection open
 * without it. In all other cases it mirrors the source; `causeOf` returns the cause of the deadline's error, if it has one.
 */
export function completeAtDeadline(causeOf?: () => unknown): MonoTypeOperatorFunction<BetaMessageStreamEvent> {
  return guardedOperator((subscriber) => {
    const progress = new ReplyProgress();
    return {
      next: (event) => {
        progress.takes(event);
        subscriber.next(event);
      },
      error: (error) => {
        const isLate = isErrorNamed(error, 'StreamDeadlineError');
        if (isLate && progress.state === 'stopping') {
          subscriber.next({ type: 'message_stop' });
          subscriber.complete();
          return;
        }
        if (isLate) attachCause(error, causeOf?.());
        subscriber.error(error);
      },
    };
  });
}
