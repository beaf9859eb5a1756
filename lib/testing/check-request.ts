import type { SeenRequest } from './seen-request.ts';

/** Why the API refuses a request. */
export interface RequestProblem {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

type Fields = Readonly<Record<string, unknown>>;

const PATHS = ['/v1/messages', '/v1/messages/count_tokens'];

/** The first thing the API would find wrong with a request, in its order: place, key, version, body. */
export function checkRequest({ method, path, headers, body }: SeenRequest): RequestProblem | undefined {
  if (!PATHS.includes(path)) return { status: 404, type: 'not_found_error', message: `Not found: ${path}` };
  if (method !== 'POST') return { status: 405, type: 'invalid_request_error', message: 'Method Not Allowed' };
  if (!headers.get('x-api-key') && !/^Bearer ./i.test(headers.get('authorization') ?? '')) {
    return { status: 401, type: 'authentication_error', message: 'x-api-key header is required' };
  }
  const version = headers.get('anthropic-version');
  if (!version) return invalid('anthropic-version: header is required');
  if (body === undefined) return invalid('The request body is not valid JSON');
  const message = paramsProblem(body, path === '/v1/messages', version);
  return message === undefined ? undefined : invalid(message);
}

export const TOO_LARGE: RequestProblem = {
  status: 413,
  type: 'request_too_large',
  message: 'Request exceeds the maximum size',
};

function invalid(message: string): RequestProblem {
  return { status: 400, type: 'invalid_request_error', message };
}

function paramsProblem(body: unknown, generates: boolean, version: string): string | undefined {
  if (!isFields(body)) return 'Input should be an object';
  const { model, max_tokens: maxTokens, messages, stop_sequences: stops, tools } = body;
  if (model === undefined) return 'model: Field required';
  if (typeof model !== 'string' || model === '') return 'model: Input should be a valid string';
  if (generates) {
    if (maxTokens === undefined) return 'max_tokens: Field required';
    if (!Number.isInteger(maxTokens)) return 'max_tokens: Input should be a valid integer';
    if (Number(maxTokens) < 0) return 'max_tokens: Input should be greater than or equal to 0';
  }
  if (messages === undefined) return 'messages: Field required';
  if (!Array.isArray(messages)) return 'messages: Input should be a valid list';
  if (messages.length === 0) return 'messages: at least one message is required';
  if (stops !== undefined && !Array.isArray(stops)) return 'stop_sequences: Input should be a valid list';
  if (tools !== undefined && !Array.isArray(tools)) return 'tools: Input should be a valid list';
  return (
    messagesProblem(messages) ??
    // A thread's earlier messages are on the server.
    (body['thread'] ? undefined : toolProblem(messages.filter(isFields))) ??
    thinkingProblem(body) ??
    samplingProblem(body, version)
  );
}

function messagesProblem(messages: readonly unknown[]): string | undefined {
  for (const [i, message] of messages.entries()) {
    if (!isFields(message)) return `messages.${i}: Input should be an object`;
    const { role, content } = message;
    if (role !== 'user' && role !== 'assistant' && role !== 'system') {
      return `messages.${i}.role: Input should be 'user', 'assistant' or 'system'`;
    }
    if (content === undefined && role !== 'system') return `messages.${i}.content: Field required`;
    if (content !== undefined && typeof content !== 'string' && !Array.isArray(content)) {
      return `messages.${i}.content: Input should be a valid string or list`;
    }
    const j = blocksOf(message).findIndex(({ type }) => typeof type !== 'string');
    if (j >= 0) return `messages.${i}.content.${j}.type: Field required`;
  }
  return undefined;
}

/** Every tool call is answered in the user's turn after it, and nothing else is. */
function toolProblem(messages: readonly Fields[]): string | undefined {
  const open = new Set<unknown>();
  let turn: unknown;
  for (const [i, message] of [...messages, { role: 'assistant' }].entries()) {
    const { role } = message;
    if (role === 'assistant' && turn === 'user' && open.size > 0) {
      const ids = [...open].join(', ');
      return `messages.${i - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}`;
    }
    for (const [j, { type, id, tool_use_id: answered }] of blocksOf(message).entries()) {
      if (type === 'tool_use') open.add(id);
      else if (type === 'tool_result' && !open.delete(answered)) {
        return `messages.${i}.content.${j}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${String(answered)}`;
      }
    }
    // Instructions between the turns do not end one.
    if (role !== 'system') turn = role;
  }
  return undefined;
}

function blocksOf({ content }: Fields): Fields[] {
  return Array.isArray(content) ? content.map((block: unknown) => (isFields(block) ? block : {})) : [];
}

function thinkingProblem({ thinking, max_tokens: maxTokens }: Fields): string | undefined {
  if (!isFields(thinking) || thinking['type'] !== 'enabled') return undefined;
  const budget = thinking['budget_tokens'];
  if (budget === undefined) return 'thinking.enabled.budget_tokens: Field required';
  if (!(Number(budget) >= 1024)) {
    return 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024';
  }
  return Number(budget) < Number(maxTokens ?? Infinity)
    ? undefined
    : 'max_tokens: must be greater than `thinking.budget_tokens`';
}

/** Sampling went with this version of the API. */
function samplingProblem(body: Fields, version: string): string | undefined {
  const field = ['temperature', 'top_p', 'top_k'].find((name) => version >= '2026-10-21' && body[name] !== undefined);
  return field === undefined ? undefined : `${field}: Extra inputs are not permitted`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
