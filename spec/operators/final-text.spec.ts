import { describe, it } from '@jest/globals';
import { finalText } from '../../lib/index.ts';
import { textStart } from '../support/block-events.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('finalText', () => {
  it('joins the text blocks with nothing between', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('SBaTcX|', { ...reply, T: textStart(1, 'T'), c: reply.b });
      expectObservable(source.pipe(finalText())).toBe('------(t|)', { t: 'abT' });
    });
  });

  it('is empty without text', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('SX|', reply).pipe(finalText())).toBe('--(t|)', { t: '' });
    });
  });
});
