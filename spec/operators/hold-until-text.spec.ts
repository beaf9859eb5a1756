import { describe, expect, it } from '@jest/globals';
import { concat, of, throwError } from 'rxjs';
import { AnthropicError } from '../../lib/errors/anthropic-error.ts';
import { holdUntilText } from '../../lib/operators/hold-until-text.ts';
import { blockStop, text, textStart } from '../support/block-events.ts';
import { emptyMessage, messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('holdUntilText', () => {
  it('emits everything at the first text, then each event as it arrives', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-S-B-a----b-E-|', reply);
      const expected = '   -----(SBa)b-E-|';
      expectObservable(source.pipe(holdUntilText())).toBe(expected, reply);
      expectSubscriptions(source.subscriptions).toBe('^-------------!');
    });
  });

  it('emits everything at the end of a reply without text', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-S-B-|', reply).pipe(holdUntilText())).toBe('-----(SB|)', reply);
      expectObservable(cold<typeof reply.S>('--|').pipe(holdUntilText())).toBe('--|');
    });
  });

  it('drops the buffered events at an error, which has their message', () => {
    const seen: unknown[] = [];
    const failing$ = throwError(() => new AnthropicError('broke'));
    concat(of(messageStart(), blockStop(9)), failing$)
      .pipe(holdUntilText())
      .subscribe({
        next: (event) => seen.push(event),
        error: (error: unknown) => seen.push((error as AnthropicError).partialMessage),
      });
    expect(seen).toEqual([emptyMessage]);
  });

  it('adds no message to an error after the first text', () => {
    const seen: unknown[] = [];
    const failing$ = throwError(() => new AnthropicError('broke'));
    concat(of(messageStart(), textStart(0), text(0, 'a')), failing$)
      .pipe(holdUntilText())
      .subscribe({ error: (error: unknown) => seen.push((error as AnthropicError).partialMessage) });
    expect(seen).toEqual([undefined]);
  });
});
