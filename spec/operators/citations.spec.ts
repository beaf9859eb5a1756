import { describe, it } from '@jest/globals';
import { citations, type TextCitation } from '../../lib/index.ts';
import { delta } from '../support/block-events.ts';
import { messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const citation = (cited_text: string): TextCitation => ({
  type: 'web_search_result_location',
  cited_text,
  url: 'https://example.org',
  encrypted_index: 'x',
});

describe('citations', () => {
  it('emits each citation with the index of its block', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const cite = (index: number, text: string) => delta(index, { type: 'citations_delta', citation: citation(text) });
      const source = cold(' -S-B-x-a-y-|', { ...reply, x: cite(0, 'x'), y: cite(3, 'y') });
      const values = { x: { index: 0, citation: citation('x') }, y: { index: 3, citation: citation('y') } };
      expectObservable(source.pipe(citations())).toBe('-----x---y-|', values);
      expectSubscriptions(source.subscriptions).toBe(' ^----------!');
    });
  });

  it('emits those a block starts with', () => {
    const block = { type: 'text', text: 'x', citations: [citation('x'), citation('y')] } as const;
    marbles(({ cold, expectObservable }) => {
      const start = messageStart({ content: [{ ...block, citations: [...block.citations] }] });
      const values = { x: { index: 0, citation: citation('x') }, y: { index: 0, citation: citation('y') } };
      expectObservable(cold('-m----|', { m: start }).pipe(citations())).toBe('-(xy)-|', values);
    });
  });
});
