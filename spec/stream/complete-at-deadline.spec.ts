import { describe, expect, it } from '@jest/globals';
import { throwError } from 'rxjs';
import { APIConnectionError, StreamDeadlineError } from '../../lib/index.ts';
import { completeAtDeadline } from '../../lib/stream/complete-at-deadline.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const late = new StreamDeadlineError('silence', 10);

describe('completeAtDeadline', () => {
  it.each<[string, string, string, unknown]>([
    ['mirrors a reply', '-S-B-a-E-D-X|', '-S-B-a-E-D-X|', undefined],
    ['completes a reply that lacks only message_stop', '-S-B-a-E-D---#', '-S-B-a-E-D---(X|)', late],
    ['passes a deadline inside a block', '-S-B-a-D---#', '-S-B-a-D---#', late],
    ['passes a deadline before the stop reason', '-S-B-a-E---#', '-S-B-a-E---#', late],
    ['passes a deadline before the reply', '---#', '---#', late],
    ['passes a deadline after the reply', '-S-D-X-#', '-S-D-X-#', late],
    ['passes other errors', '-S-D-#', '-S-D-#', new APIConnectionError('gone')],
  ])('%s', (_, source, expected, error) => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold(source, reply, error).pipe(completeAtDeadline())).toBe(expected, reply, error);
    });
  });

  it.each([
    ['attaches the cause to the error of a deadline', new StreamDeadlineError('total', 10), true],
    ['attaches no cause to other errors', new APIConnectionError('gone'), false],
  ])('%s', (_, error, isAttached) => {
    const cause = new APIConnectionError('before');
    let received: unknown;
    throwError(() => error)
      .pipe(completeAtDeadline(() => cause))
      .subscribe({ error: (given: unknown) => (received = given) });
    expect(received).toBe(error);
    expect(error.cause).toBe(isAttached ? cause : undefined);
  });

  it('unsubscribes from the source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-D----#', reply, late);
      const unsubscribed = '-----!';
      expectObservable(source.pipe(completeAtDeadline()), unsubscribed).toBe('-S-D-', reply);
      expectSubscriptions(source.subscriptions).toBe('^----!');
    });
  });
});
