import { describe, expect, it } from '@jest/globals';
import { APIConnectionError, isAnthropicError, retainPartial, textDeltas } from '../../lib/index.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('retainPartial', () => {
  it('emits the very same events', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-U-S-B-a-X-|', reply).pipe(retainPartial())).toBe('-U-S-B-a-X-|', reply);
    });
  });

  it('adds the partial message to an error after operators that keep no state', () => {
    const errors: unknown[] = [];
    marbles(({ cold }) => {
      cold('SBa#', reply, new APIConnectionError('gone'))
        .pipe(retainPartial(), textDeltas())
        .subscribe({ error: (error: unknown) => errors.push(error) });
    });
    expect(errors).toMatchObject([{ partialMessage: { content: [{ type: 'text', text: 'a' }] } }]);
  });

  it('does not change errors of others', () => {
    const error = Object.freeze(new Error('not ours'));
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('SBa#', reply, error).pipe(retainPartial(), textDeltas())).toBe('--a#', { a: 'a' }, error);
    });
    expect(isAnthropicError(error)).toBe(false);
  });
});
