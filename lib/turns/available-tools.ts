import type { ToolAdditionBlock, ToolRemovalBlock } from '../types/tool-change.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import type { RunnableTool } from './tool.ts';

type ToolChange = ToolAdditionBlock | ToolRemovalBlock;

/** The tools that the model may call after these turns, by name: system messages remove tools and add them again. */
export function availableTools(
  tools: readonly RunnableTool[],
  turns: readonly BetaMessageParam[],
): ReadonlyMap<string, RunnableTool> {
  const all = new Map(tools.map((tool) => [tool.name, tool]));
  const available = new Map(all);
  for (const { type, tool: reference } of turns.flatMap(changesIn)) {
    const name = nameOf(reference);
    const tool = name === undefined ? undefined : all.get(name);
    if (!tool) continue;
    if (type === 'tool_removal') available.delete(tool.name);
    else available.set(tool.name, tool);
  }
  return available;
}

function changesIn({ role, content }: BetaMessageParam): ToolChange[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((block): ToolChange[] => {
    // A summary includes the changes of the turns that it replaces.
    if (block.type === 'compaction') return block.tool_changes ?? [];
    return role === 'system' && (block.type === 'tool_removal' || block.type === 'tool_addition') ? [block] : [];
  });
}

function nameOf(reference: ToolChange['tool']): string | undefined {
  if (reference.type === 'tool_reference') return reference.name;
  // Tools of an MCP server run at the API.
  return reference.type === 'tool_definition' && 'name' in reference.definition ? reference.definition.name : undefined;
}
