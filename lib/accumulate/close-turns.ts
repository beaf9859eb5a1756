import { pairedBlocks, serverCallsIn } from './paired-blocks.ts';

interface Turn {
  readonly role: string;
  readonly content?: string | readonly { readonly type: string }[] | undefined;
}

/**
 * The turns before a user turn that answers the calls in `answered` and goes on otherwise. The API refuses a turn after
 * calls without results, so that the assistant's last turns lose those.
 */
export function closeTurns<T extends Turn>(turns: readonly T[], answered: ReadonlySet<string>): readonly T[] {
  let from = turns.length;
  while (from > 0 && turns[from - 1]?.role !== 'user') from -= 1;
  const last = turns.slice(from).filter(({ role }) => role === 'assistant');
  // The API joins assistant turns that follow each other: a call of one may have its result in the next.
  const blocks = last.flatMap(({ content }) => (typeof content === 'object' ? content : []));
  const kept = new Set(
    pairedBlocks(blocks, { called: serverCallsIn(turns.slice(0, from)), answered, pending: 'beside calls' }),
  );
  if (kept.size === blocks.length) return turns;
  return turns.flatMap((turn, place) => {
    if (place < from || turn.role !== 'assistant' || typeof turn.content !== 'object') return [turn];
    const content = turn.content.filter((block) => kept.has(block));
    return content.length > 0 ? [{ ...turn, content }] : [];
  });
}

/** Ids of the calls that the content of a user turn answers. */
export function answersIn(content: Turn['content']): Set<string> {
  const blocks = typeof content === 'object' ? content : [];
  return new Set(
    blocks.flatMap((block) =>
      block.type === 'tool_result' && 'tool_use_id' in block ? [String(block.tool_use_id)] : [],
    ),
  );
}
