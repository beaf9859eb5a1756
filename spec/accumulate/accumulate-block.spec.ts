import { describe, expect, it } from '@jest/globals';
import { accumulateBlock } from '../../lib/accumulate/accumulate-block.ts';
import type { BetaContentBlockDelta } from '../../lib/types/content-block-delta.ts';
import type { BetaContentBlock } from '../../lib/types/content-block.ts';
import type { TextCitation } from '../../lib/types/text-citation.ts';
import { deepFreeze } from '../support/deep-freeze.ts';

const text: BetaContentBlock = deepFreeze({ type: 'text', text: 'a' });
const thinking: BetaContentBlock = deepFreeze({ type: 'thinking', thinking: 'a', signature: '' });
const call: BetaContentBlock = { type: 'tool_use', id: 't', name: 'f', input: {} };
const compaction: BetaContentBlock = deepFreeze({ type: 'compaction', content: null, encrypted_content: 'e' });
const citation = { type: 'char_location', cited_text: 'c' } as TextCitation;

const deltas: BetaContentBlockDelta[] = [
  { type: 'text_delta', text: 'b' },
  { type: 'thinking_delta', thinking: 'b' },
  { type: 'signature_delta', signature: 's' },
  { type: 'citations_delta', citation },
  { type: 'input_json_delta', partial_json: '{"a":1}' },
  { type: 'compaction_delta', content: 'c', encrypted_content: 'f' },
];

describe('accumulateBlock', () => {
  it.each<[BetaContentBlock, object[]]>([
    [text, [{ text: 'ab' }, {}, {}, { citations: [citation] }, {}, {}]],
    [thinking, [{}, { thinking: 'ab' }, { signature: 's' }, {}, {}, {}]],
    [call, [{}, {}, {}, {}, { input: { a: 1 } }, {}]],
    [compaction, [{}, {}, {}, {}, {}, { content: 'c', encrypted_content: 'f' }]],
  ])('adds to %j the deltas of its kind, and returns the same block for all others', (block, changes) => {
    for (const [place, delta] of deltas.entries()) {
      const change = changes[place]!;
      const next = accumulateBlock(block, delta);
      expect(next).toEqual({ ...block, ...change });
      expect(next === block).toBe(Object.keys(change).length === 0);
    }
  });

  it('returns the same block for a delta that is newer than this library', () => {
    expect(accumulateBlock(text, { type: 'sparkle_delta' } as unknown as BetaContentBlockDelta)).toBe(text);
  });

  it('keeps the encrypted content of a compaction that sends none, and sets absent content to null', () => {
    const before: BetaContentBlock = { type: 'compaction', content: 'c', encrypted_content: 'e' };
    const delta = { type: 'compaction_delta' } as BetaContentBlockDelta;
    expect(accumulateBlock(before, delta)).toEqual({ type: 'compaction', content: null, encrypted_content: 'e' });
  });

  it('copies the base of a block whose text has grown', () => {
    const base = { ...text, extra: 1 } as BetaContentBlock;
    expect(accumulateBlock(text, deltas[0]!, base)).toEqual({ type: 'text', text: 'ab', extra: 1 });
    const thought = { ...thinking, extra: 1 } as BetaContentBlock;
    expect(accumulateBlock(thinking, deltas[1]!, thought)).toMatchObject({ thinking: 'ab', extra: 1 });
  });
});
