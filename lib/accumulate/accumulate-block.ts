import type { BetaContentBlockDelta } from '../types/content-block-delta.ts';
import type { BetaContentBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import { addCitation, addText } from './cited-text.ts';
import { addToolInput } from './tool-input.ts';

/**
 * The block with one delta added, as a new object; the same object when the delta is unknown or of another kind than
 * the block. Text only grows by concatenation, which costs nothing until it is read. `base` is the block before its
 * text grew, cheaper to copy than the block that has grown.
 */
export function accumulateBlock(block: BetaContentBlock, delta: BetaContentBlockDelta, base = block): BetaContentBlock {
  switch (delta.type) {
    case 'text_delta':
      return block.type === 'text' ? addText(block, delta.text, base as typeof block) : block; // base has its type
    case 'input_json_delta':
      return isToolInputBlock(block) ? addToolInput(block, delta.partial_json) : block;
    case 'thinking_delta':
      return block.type === 'thinking'
        ? { ...(base as typeof block), thinking: block.thinking + delta.thinking } // base has its type
        : block;
    case 'signature_delta':
      return block.type === 'thinking' ? { ...block, signature: delta.signature } : block;
    case 'citations_delta':
      return block.type === 'text' ? addCitation(block, delta.citation) : block;
    case 'compaction_delta': {
      if (block.type !== 'compaction') return block;
      const { content = null, encrypted_content } = delta;
      return { ...block, content, ...(encrypted_content !== undefined && { encrypted_content }) };
    }
    default:
      return block;
  }
}
