import type { Issue } from '../types/issue.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import { isFields } from '../types/is-fields.ts';
import { blocksOf, type Fields, isText } from './fields.ts';
import { toolIssues } from './tool-issues.ts';

/** The exceptions of a server to the rules of the API. */
export interface HistoryRules {
  /** Allows thinking without `signature`, like that of compatible servers. Default `false`. */
  readonly unsignedThinking?: boolean | undefined;
}

/**
 * Returns the problems that the API would report for the messages of a request, in the words of the API, each with its
 * path. It finds blank text, empty content, calls without results, results without calls, repeated ids, and roles out
 * of order. It also finds thinking without a signature or at the end of a turn. An empty list means that the API
 * accepts the conversation. Never throws.
 *
 * @example Check that the API would accept the history of an app
 * ```ts
 * import { conversation, type StreamingClient } from 'anthropic-rxjs';
 * import { historyIssues } from 'anthropic-rxjs/testing';
 *
 * const issuesAfterOneTurn = (client: StreamingClient) => {
 *   const chat = conversation(client, { model: 'claude-sonnet-5', max_tokens: 64 });
 *   chat.send('Hello').subscribe({ complete: () => console.log(historyIssues({ messages: chat.history })) });
 * };
 * ```
 */
export function historyIssues(
  params: { readonly messages: readonly BetaMessageParam[]; readonly thread?: unknown },
  { unsignedThinking = false }: HistoryRules = {},
): Issue[] {
  const { messages, thread }: Fields = { ...params }; // not validated yet
  if (messages === undefined) return [{ path: 'messages', message: 'Field required' }];
  if (!Array.isArray(messages)) return [{ path: 'messages', message: 'Input should be a valid list' }];
  if (messages.length === 0) return [{ path: 'messages', message: 'at least one message is required' }];
  const misshapen = messages.flatMap(shapeIssues);
  if (misshapen.length > 0) return misshapen;
  const turns = messages.filter(isFields);
  // The earlier messages of a thread are on the server.
  const ofThread = thread ? [] : [...orderIssues(turns), ...toolIssues(turns)];
  return [...turns.flatMap((turn, i) => turnIssues(turn, i, turns, unsignedThinking)), ...ofThread];
}

function shapeIssues(message: unknown, i: number): Issue[] {
  const path = `messages.${i}`;
  if (!isFields(message)) return [{ path, message: 'Input should be an object' }];
  const { role, content } = message;
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    return [{ path: `${path}.role`, message: "Input should be 'user', 'assistant' or 'system'" }];
  }
  if (content === undefined && role === 'system') return [];
  if (content === undefined) return [{ path: `${path}.content`, message: 'Field required' }];
  if (typeof content === 'string') return [];
  if (!Array.isArray(content)) return [{ path: `${path}.content`, message: 'Input should be a valid string or list' }];
  return content.flatMap((block: unknown, j) =>
    isFields(block) && typeof block['type'] === 'string'
      ? []
      : [{ path: `${path}.content.${j}.type`, message: 'Field required' }],
  );
}

function orderIssues(turns: readonly Fields[]): Issue[] {
  const first = turns.find(({ role }) => role !== 'system');
  return first?.['role'] === 'assistant'
    ? [{ path: 'messages', message: 'first message must use the "user" role' }]
    : [];
}

function turnIssues(turn: Fields, i: number, turns: readonly Fields[], unsignedThinking: boolean): Issue[] {
  const path = `messages.${i}`;
  const { role, content } = turn;
  const blocks = blocksOf(turn);
  const follower = turns.slice(i + 1).find((next) => next['role'] !== 'system');
  if (content === '' || (Array.isArray(content) && content.length === 0)) {
    if (role === 'assistant' && !follower) return [];
    return [
      { path, message: 'all messages must have non-empty content except for the optional final assistant message' },
    ];
  }
  const issues = typeof content === 'string' ? textIssues(content, path) : [];
  for (const [j, block] of blocks.entries()) {
    issues.push(...placeIssues(block, role, `${path}.content.${j}`));
    issues.push(...blockIssues(block, `${path}.content.${j}`, unsignedThinking));
  }
  // Consecutive assistant turns are one.
  if (role === 'assistant' && follower?.['role'] !== 'assistant' && isThinking(blocks.at(-1))) {
    issues.push({ path, message: 'The final block in an assistant message cannot be `thinking`.' });
  }
  return issues;
}

function isThinking(block: Fields | undefined): boolean {
  return block?.['type'] === 'thinking' || block?.['type'] === 'redacted_thinking';
}

function placeIssues({ type }: Fields, role: unknown, path: string): Issue[] {
  const changesTools = type === 'tool_addition' || type === 'tool_removal';
  if (role === 'system' ? changesTools || type === 'text' : !changesTools) return [];
  const tags = role === 'system' ? "'text', 'tool_addition', 'tool_removal'" : `those of a ${String(role)} message`;
  const found = `Input tag '${String(type)}' found using 'type' does not match any of the expected tags: ${tags}`;
  return [{ path, message: found }];
}

function blockIssues(block: Fields, path: string, unsignedThinking: boolean): Issue[] {
  const type = String(block['type']);
  const missing = (field: string) => ({ path: `${path}.${type}.${field}`, message: 'Field required' });
  switch (type) {
    case 'text':
      return typeof block['text'] === 'string' ? textIssues(block['text'], path) : [missing('text')];
    case 'thinking': {
      if (typeof block['thinking'] !== 'string') return [missing('thinking')];
      if (unsignedThinking || isText(block['signature'])) return [];
      if (typeof block['signature'] !== 'string') return [missing('signature')];
      return [{ path, message: 'Invalid `signature` in `thinking` block' }];
    }
    case 'redacted_thinking':
      return isText(block['data']) ? [] : [missing('data')];
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use': {
      const absent = ['id', 'name'].filter((field) => !isText(block[field])).map(missing);
      if (block['input'] === undefined) return [...absent, missing('input')];
      const notAnObject = { path: `${path}.${type}.input`, message: 'Input should be a valid dictionary' };
      return isFields(block['input']) ? absent : [...absent, notAnObject];
    }
    case 'tool_result':
      return resultIssues(block, path);
    case 'compaction':
      return block['content'] === ''
        ? [{ path: `${path}.compaction.content`, message: 'Input should not be empty' }]
        : [];
    default: {
      const isServerResult = type.endsWith('_tool_result') && type !== 'mcp_tool_result';
      return isServerResult && block['content'] == null ? [missing('content')] : [];
    }
  }
}

function resultIssues(block: Fields, at: string): Issue[] {
  const path = `${at}.tool_result`;
  const { content, is_error: failed } = block;
  if (!isText(block['tool_use_id'])) return [{ path: `${path}.tool_use_id`, message: 'Field required' }];
  const blocks = blocksOf(block);
  const issues = blocks.flatMap((inner, k) =>
    inner['type'] === 'text' ? blockIssues(inner, `${path}.content.${k}`, true) : [],
  );
  if (!failed) return issues;
  if (blocks.length === 0 && !isText(content)) {
    issues.push({ path, message: 'content cannot be empty if `is_error` is true' });
  }
  if (blocks.some(({ type }) => type !== 'text')) {
    issues.push({ path, message: "all content must be type 'text' if `is_error` is true" });
  }
  return issues;
}

function textIssues(text: string, path: string): Issue[] {
  if (isText(text)) return [];
  const message = text === '' ? 'must be non-empty' : 'must contain non-whitespace text';
  return [{ path, message: `text content blocks ${message}` }];
}
