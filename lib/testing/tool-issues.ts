import { isUnknownBlock } from '../types/is-unknown-block.ts';
import type { Issue } from '../types/issue.ts';
import { blocksOf, type Fields } from './fields.ts';

/** Consecutive turns of one role, which the API joins. Instructions between them do not separate them. */
interface Group {
  readonly role: unknown;
  readonly blocks: { readonly block: Fields; readonly turn: number; readonly path: string }[];
}

/** The calls without results, the results without calls, and the repeated ids of a conversation. */
export function toolIssues(turns: readonly Fields[]): Issue[] {
  const groups = groupsOf(turns);
  const server = new ServerCalls();
  const ids = new Set<unknown>();
  return groups.flatMap((group, place) => {
    const [before, next] = [groups[place - 1], groups[place + 1]];
    if (group.role === 'user') return [...resultIssues(group, before), ...(before ? unanswered(before, group) : [])];
    const issues = group.blocks.flatMap(({ block, path }) => {
      const own = isCall(block) ? repeated(block['id'], ids, path, '`tool_use` ids must be unique') : [];
      return [...own, ...(isResult(block) ? [unexpected(block, path)] : []), ...server.take(block, path)];
    });
    if (!next) return [...issues, ...unanswered(group, undefined)];
    // A pause ends the messages; otherwise the API continues with its tools after the results of yours.
    return isResult(next.blocks[0]?.block) ? issues : [...issues, ...server.end()];
  });
}

function groupsOf(turns: readonly Fields[]): Group[] {
  const groups: Group[] = [];
  for (const [turn, message] of turns.entries()) {
    const { role } = message;
    if (role === 'system') continue;
    const last = groups.at(-1);
    const joined = last?.role === role ? last : undefined;
    const group: Group = joined ?? { role, blocks: [] };
    if (!joined) groups.push(group);
    const blocks = blocksOf(message).map((block, j) => ({ block, turn, path: `messages.${turn}.content.${j}` }));
    group.blocks.push(...blocks);
    // Plain text counts as a block that is not a result.
    if (typeof message['content'] === 'string')
      group.blocks.push({ block: {}, turn, path: `messages.${turn}.content` });
  }
  return groups;
}

/** Results count if they are first in the turn after the calls. */
function unanswered({ blocks }: Group, next: Group | undefined): Issue[] {
  const end = next?.blocks.findIndex(({ block }) => !isResult(block)) ?? 0;
  const results = next?.blocks.slice(0, end < 0 ? undefined : end) ?? [];
  const answered = new Set(results.map(({ block }) => block['tool_use_id']));
  const open = blocks.filter(({ block }) => isCall(block) && !answered.has(block['id']));
  const last = open.at(-1);
  if (!last) return [];
  const list = open.map(({ block }) => String(block['id'])).join(', ');
  const message =
    `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${list}. ` +
    'Each `tool_use` block must have a corresponding `tool_result` block in the next message.';
  return [{ path: `messages.${last.turn}`, message }];
}

function resultIssues({ blocks }: Group, before: Group | undefined): Issue[] {
  const called = new Set(before?.blocks.filter(({ block }) => isCall(block)).map(({ block }) => block['id']));
  const given = new Set<unknown>();
  return blocks.flatMap(({ block, path }) => {
    if (!isResult(block)) return [];
    const id = block['tool_use_id'];
    if (!called.has(id)) return [unexpected(block, path)];
    const twice = 'each tool_use must have a single result. Found multiple `tool_result` blocks with id: ';
    return repeated(id, given, path, `${twice}${String(id)}`);
  });
}

/** The calls of the API's own tools that still lack a result. */
class ServerCalls {
  readonly #open = new Map<unknown, { readonly path: string; readonly name: unknown }>();
  readonly #ids = new Set<unknown>();

  take(block: Fields, path: string): Issue[] {
    const { type, id, name, tool_use_id: answered } = block;
    if (type === 'server_tool_use' || type === 'mcp_tool_use') {
      this.#open.set(id, { path, name });
      return repeated(id, this.#ids, path, '`server_tool_use` ids must be unique');
    }
    if (answered === undefined || isResult(block) || this.#open.delete(answered)) return [];
    // A result newer than this library may answer a call that is newer too.
    if (isUnknownBlock({ type: String(type) })) return [];
    const [kind, call] = [`\`${String(type)}\``, String(answered ?? id)];
    const message = this.#ids.has(answered)
      ? `each tool_use must have a single result. Found multiple ${kind} blocks with id: ${call}`
      : `unexpected \`tool_use_id\` found in ${kind} blocks: ${call}. ` +
        `Each ${kind} block must have a corresponding \`server_tool_use\` block before it.`;
    return [{ path, message }];
  }

  /** The open calls when the user continues. */
  end(): Issue[] {
    const issues = [...this.#open].map(([id, { path, name }]) => ({
      path,
      message: `\`${String(name)}\` tool use with id \`${String(id)}\` was found without a corresponding \`${String(name)}_tool_result\` block`,
    }));
    this.#open.clear();
    return issues;
  }
}

function repeated(id: unknown, ids: Set<unknown>, path: string, message: string): Issue[] {
  if (ids.has(id)) return [{ path, message }];
  ids.add(id);
  return [];
}

function unexpected({ tool_use_id: id }: Fields, path: string): Issue {
  const message =
    `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${String(id)}. ` +
    'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.';
  return { path, message };
}

function isCall(block: Fields): boolean {
  return block['type'] === 'tool_use';
}

function isResult(block: Fields | undefined): boolean {
  return block?.['type'] === 'tool_result';
}
