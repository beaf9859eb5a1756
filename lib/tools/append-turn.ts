import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';

/** Stops that end a reply where it stands. */
const whole = new Set<string | null | undefined>(['end_turn', 'stop_sequence', 'tool_use', 'pause_turn', 'compaction']);

/**
 * The conversation with a reply and the results of its calls, in call order. The reply is echoed as it is, without what
 * the API would refuse: calls nobody answers, and in a reply that was cut its unfinished thinking and server tools.
 */
export function appendTurn(
  messages: readonly BetaMessageParam[],
  { content, stop_reason }: BetaMessage,
  results: ReadonlyMap<string, ToolResultBlockParam>,
): BetaMessageParam[] {
  const answered = new Set<unknown>(results.keys());
  for (const block of content) if ('tool_use_id' in block) answered.add(block.tool_use_id);
  const cut = !whole.has(stop_reason);
  const kept = content.filter((block) => canBeSent(block, answered, cut));
  const given = content.flatMap((block) => {
    const result = block.type === 'tool_use' ? results.get(block.id) : undefined;
    return result ? [result] : [];
  });
  const turns: BetaMessageParam[] = [...messages];
  // What a reply holds can be sent back.
  if (kept.length > 0) turns.push({ role: 'assistant', content: kept as BetaMessageParam['content'] & unknown[] });
  if (given.length > 0) turns.push({ role: 'user', content: given });
  return turns;
}

function canBeSent(block: BetaContentBlock, answered: ReadonlySet<unknown>, cut: boolean): boolean {
  if (block.type === 'tool_use') return answered.has(block.id);
  if (block.type === 'text') return block.text !== '';
  if (!cut) return true;
  if (block.type === 'thinking') return Boolean(block.signature);
  return (block.type !== 'server_tool_use' && block.type !== 'mcp_tool_use') || answered.has(block.id);
}
