import type { BetaMessageParam } from '../types/message-param.ts';
import { invalid } from './api-dialect.ts';
import type { Call } from './dialect.ts';
import { isFields } from '../types/is-fields.ts';
import type { Fields } from './fields.ts';
import { historyIssues } from './history-issues.ts';
import type { RequestProblem } from './problem-reply.ts';
import type { SentThinking } from './sent-thinking.ts';

/** The first problem of a call's params; `undefined` for params that the API accepts. */
export function checkCall({ endpoint, body, version }: Call, sent: SentThinking): RequestProblem | undefined {
  if (body === undefined) return invalid('The request body is not valid JSON');
  const message = paramsProblem(body, endpoint === 'messages', version, sent);
  return message === undefined ? undefined : invalid(message);
}

export const TOO_LARGE: RequestProblem = {
  status: 413,
  type: 'request_too_large',
  message: 'Request exceeds the maximum size',
};

function paramsProblem(body: unknown, generates: boolean, version: string, sent: SentThinking): string | undefined {
  if (!isFields(body)) return 'Input should be an object';
  const { model, max_tokens: maxTokens, messages, stop_sequences: stops, tools, thread } = body;
  if (model === undefined) return 'model: Field required';
  if (typeof model !== 'string' || model === '') return 'model: Input should be a valid string';
  if (generates) {
    if (maxTokens === undefined) return 'max_tokens: Field required';
    if (!Number.isInteger(maxTokens)) return 'max_tokens: Input should be a valid integer';
    if (Number(maxTokens) < 0) return 'max_tokens: Input should be greater than or equal to 0';
  }
  if (stops !== undefined && !Array.isArray(stops)) return 'stop_sequences: Input should be a valid list';
  if (tools !== undefined && !Array.isArray(tools)) return 'tools: Input should be a valid list';
  const turns = messages as readonly BetaMessageParam[]; // historyIssues validates them
  const [issue] = [
    ...historyIssues({ messages: turns, thread }, { unsignedThinking: true }),
    ...sent.issues(list(messages)),
  ];
  if (issue) return `${issue.path}: ${issue.message}`;
  return thinkingProblem(body) ?? samplingProblem(body, version);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
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

/** This version of the API removed sampling. */
function samplingProblem(body: Fields, version: string): string | undefined {
  const field = ['temperature', 'top_p', 'top_k'].find((name) => version >= '2026-10-21' && body[name] !== undefined);
  return field === undefined ? undefined : `${field}: Extra inputs are not permitted`;
}
