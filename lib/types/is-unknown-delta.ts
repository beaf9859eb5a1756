import type { BetaContentBlockDelta, UnknownDelta } from './content-block-delta.ts';
import { isUnlisted } from './is-unlisted.ts';
import type { Unlisted } from './unlisted.ts';

const known: Readonly<Record<BetaContentBlockDelta['type'], true>> = {
  text_delta: true,
  input_json_delta: true,
  citations_delta: true,
  thinking_delta: true,
  signature_delta: true,
  compaction_delta: true,
};

/** Whether a `delta` of `content_block_delta` is newer than this library. */
export function isUnknownDelta(delta: { readonly type: string }): delta is Unlisted<UnknownDelta> {
  return isUnlisted(known, delta);
}
