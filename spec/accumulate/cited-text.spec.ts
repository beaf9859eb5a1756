import { describe, expect, it } from '@jest/globals';
import { addCitation, addText } from '../../lib/accumulate/cited-text.ts';
import type { TextBlock } from '../../lib/types/text-block.ts';
import type { TextCitation } from '../../lib/types/text-citation.ts';
import { deepFreeze } from '../support/deep-freeze.ts';

const block: TextBlock = deepFreeze({ type: 'text', text: 'a' });
const citation = (n: number) => ({ type: 'char_location', cited_text: `${n}` }) as TextCitation;
const citations = (length: number) => Array.from({ length }, (_, n) => citation(n));
const cited = (count: number) => citations(count).reduce(addCitation, block);

describe('addCitation', () => {
  it('appends to the citations of a block, in a new block', () => {
    const one = addCitation(block, citation(1));
    expect([one, addCitation(one, citation(2))]).toEqual([
      { ...block, citations: [citation(1)] },
      { ...block, citations: [citation(1), citation(2)] },
    ]);
    expect(block).not.toHaveProperty('citations');
    expect(addCitation({ ...block, citations: null }, citation(1)).citations).toEqual([citation(1)]);
  });

  it.each([256, 257, 600])('keeps %d citations in order', (count) => {
    expect(cited(count)).toEqual({ ...block, citations: citations(count) });
  });
});

describe('addText', () => {
  it('appends text to a copy of the base', () => {
    const base = { ...block, extra: 1 };
    expect(addText(block, 'b', base)).toEqual({ type: 'text', text: 'ab', extra: 1 });
  });

  it('keeps the citations of a block that has many, whatever the base', () => {
    const grown = addText(cited(300), 'b', block);
    expect(grown).toEqual({ type: 'text', text: 'ab', citations: citations(300) });
    expect(addCitation(grown, citation(300)).citations).toEqual(citations(301));
  });
});
