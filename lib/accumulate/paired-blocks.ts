import { isUnknownBlock } from '../types/is-unknown-block.ts';

/** A block of a reply or of a turn, known or not. */
interface Block {
  readonly type: string;
}

/** The facts about the calls of a list of blocks, from the turns around it. */
export interface Partners {
  /** Ids of server tool calls in earlier turns. */
  readonly called?: ReadonlySet<unknown>;
  /** Ids of the calls of your tools that the next turn answers; if absent, all count as answered. */
  readonly answered?: { has(id: string): boolean } | undefined;
  /** Whether the API continues with server tool calls without a result. */
  readonly pending: 'always' | 'never' | 'beside calls';
}

/**
 * The blocks without those whose other half is missing: calls without a result, results without a call, calls whose
 * caller is omitted, and repetitions of an id. It also omits thinking at the end, which the API rejects there.
 */
export function pairedBlocks<B extends Block>(blocks: readonly B[], partners: Partners): B[] {
  const { called: before = none, answered, pending } = partners;
  const lastResults = new Map(blocks.map((block, at) => [field(block, 'tool_use_id'), at]));
  const known = (caller: unknown, ids: ReadonlySet<unknown>) =>
    caller === undefined || ids.has(caller) || before.has(caller);
  const isAnswered = (block: B) => block.type === 'tool_use' && (answered?.has(String(field(block, 'id'))) ?? true);
  const goesOn = pending === 'always' || (pending === 'beside calls' && keepsCall());

  // Calls precede their results, and the calls of their code.
  const called = new Set<unknown>();
  const given = new Set<unknown>();
  const kept = blocks.filter((block, at) => {
    const id = field(block, 'id');
    if (block.type === 'tool_use' || isServerCall(block)) {
      const hasResult = (lastResults.get(id) ?? -1) > at;
      const hasPartner = block.type === 'tool_use' ? isAnswered(block) : goesOn || hasResult;
      if (!hasPartner || called.has(id) || !known(callerOf(block), called)) return false;
      called.add(id);
      return true;
    }
    if (!isServerResult(block)) return true;
    const answers = field(block, 'tool_use_id');
    if (given.has(answers) || !(called.has(answers) || before.has(answers))) return false;
    given.add(answers);
    return true;
  });
  return withoutLastThinking(kept);

  /** Whether a call of your tools stays if all server calls do. */
  function keepsCall(): boolean {
    const ids = new Set<unknown>();
    return blocks.some((block) => {
      const id = field(block, 'id');
      const isKnown = !ids.has(id) && known(callerOf(block), ids);
      if (isKnown && isServerCall(block)) ids.add(id);
      return isKnown && isAnswered(block);
    });
  }
}

/** The API rejects thinking at the end of a turn. */
export function withoutLastThinking<B extends Block>(blocks: readonly B[]): B[] {
  let end = blocks.length;
  while (end > 0 && /^(redacted_)?thinking$/.test(blocks[end - 1]?.type ?? '')) end -= 1;
  return blocks.slice(0, end);
}

const none: ReadonlySet<unknown> = new Set();

export function isServerCall({ type }: Block): boolean {
  return type === 'server_tool_use' || type === 'mcp_tool_use';
}

/** Results of the tools that the API runs; a result newer than this library passes unchanged. */
function isServerResult(block: Block): boolean {
  return 'tool_use_id' in block && !isUnknownBlock(block);
}

/** Id of the call whose code makes this call. */
export function callerOf(block: Block): unknown {
  const caller = field(block, 'caller');
  return typeof caller === 'object' && caller !== null ? field(caller, 'tool_id') : undefined;
}

/** A field that only some blocks have. */
export function field(block: object, name: string): unknown {
  return (block as Readonly<Record<string, unknown>>)[name]; // any block may have the field
}
