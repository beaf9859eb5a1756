import { callerOf, field, isServerCall, pairedBlocks, withoutLastThinking } from './paired-blocks.ts';

interface Block {
  readonly type: string;
}

interface Turn {
  readonly role: string;
  readonly content?: string | readonly Block[] | undefined;
}

/**
 * The turns before a user turn that answers the calls in `answered` and may add other content. The API rejects a turn
 * after calls without results, so it removes those, and the calls of code without a result.
 */
export function closeTurns<T extends Turn>(turns: readonly T[], answered: ReadonlySet<string>): readonly T[] {
  const calls = lastAssistantBlocks(turns).filter(({ type }) => type === 'tool_use');
  const goesOn = calls.some((call) => answered.has(String(field(call, 'id'))));
  const rest = goesOn ? turns : withoutOpenServerCalls(turns);
  const last = lastAssistantBlocks(rest);
  const kept = new Set(
    pairedBlocks(last, { called: serverCallsIn(rest), answered, pending: goesOn ? 'always' : 'never' }),
  );
  if (kept.size === last.length) return rest;
  const left = new Set(last.filter((block) => !kept.has(block)));
  return filterBlocks(rest, (block) => !left.has(block));
}

/** Ids of the calls that the content of a user turn answers. */
export function answersIn(content: Turn['content']): Set<string> {
  const results = blocksIn(content).filter(({ type }) => type === 'tool_result');
  return new Set(results.map((block) => String(field(block, 'tool_use_id'))));
}

/** Ids of the server tool calls in turns. */
export function serverCallsIn(turns: readonly { readonly content?: unknown }[]): Set<unknown> {
  const blocks = turns.flatMap(({ content }) => blocksIn(content as Turn['content'])); // the API's type
  return new Set(blocks.filter(isServerCall).map((block) => field(block, 'id')));
}

function withoutOpenServerCalls<T extends Turn>(turns: readonly T[]): readonly T[] {
  const blocks = turns.flatMap(({ content }) => blocksIn(content));
  const resulted = new Set(blocks.map((block) => field(block, 'tool_use_id')));
  if (blocks.every((block) => !isServerCall(block) || resulted.has(field(block, 'id')))) return turns;
  const left = new Set<unknown>();
  // Calls precede the calls of their code, and the results of those.
  return filterBlocks(turns, (block) => {
    const id = field(block, 'id');
    const isOpen = isServerCall(block) && !resulted.has(id);
    if (isOpen || left.has(callerOf(block))) left.add(id ?? block);
    else if (!left.has(field(block, 'tool_use_id'))) return true;
    return false;
  });
}

/** The API joins consecutive assistant turns: a call of one may have its result in the next. */
function lastAssistantBlocks(turns: readonly Turn[]): Block[] {
  let from = turns.length;
  while (from > 0 && turns[from - 1]?.role !== 'user') from -= 1;
  return turns.slice(from).flatMap(({ role, content }) => (role === 'assistant' ? blocksIn(content) : []));
}

function filterBlocks<T extends Turn>(turns: readonly T[], keeps: (block: Block) => boolean): T[] {
  return turns.flatMap((turn) => {
    const blocks = blocksIn(turn.content);
    const kept = blocks.filter(keeps);
    if (kept.length === blocks.length) return [turn];
    const content = withoutLastThinking(kept);
    return content.length > 0 ? [{ ...turn, content }] : [];
  });
}

function blocksIn(content: Turn['content']): readonly Block[] {
  return Array.isArray(content) ? (content as readonly Block[]) : []; // stored turns may have null
}
