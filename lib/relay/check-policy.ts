import type { AllowPolicy } from './allow-policy.ts';
import type { SentParams } from './read-params.ts';
import { invalidRequest, notAllowed } from './refusal.ts';

const always = ['model', 'max_tokens', 'messages', 'stream'];

/** Throws the `Refusal` of the first thing in the params that the policy does not name. */
export function checkPolicy(params: SentParams, allow: Required<AllowPolicy>): void {
  const { betas, ...named } = params;
  for (const name of Object.keys(named)) requireParam(name, name, allow);
  for (const [i, beta] of listOf(betas).entries()) requireListed(`betas[${i}]`, beta, 'betas', allow);
  checkModel('', params, allow);
  if (params['fallbacks'] === 'default') throw notAllowed('fallbacks: name the models, each one that is allowed here');
  for (const [i, fallback] of listOf(params['fallbacks']).entries()) checkModel(`fallbacks[${i}].`, fallback, allow);
  for (const [i, tool] of listOf(params['tools']).entries()) checkTool(`tools[${i}]`, tool, allow);
  checkContent('system', params['system'], allow);
  for (const [i, turn] of listOf(params['messages']).entries()) checkTurn(`messages[${i}]`, turn, allow);
}

function checkModel(path: string, value: unknown, allow: Required<AllowPolicy>): void {
  const { model, max_tokens: maxTokens } = fieldsOf(value);
  if (model !== undefined) requireListed(`${path}model`, model, 'models', allow);
  if (typeof maxTokens === 'number' && maxTokens > allow.maxTokens) {
    throw invalidRequest(
      `${path}max_tokens: at most ${allow.maxTokens} is allowed here; ask for less, or raise allow.maxTokens of the proxy`,
    );
  }
}

function checkTool(path: string, tool: unknown, allow: Required<AllowPolicy>): void {
  const { type, name } = fieldsOf(tool);
  const isOwn = type === undefined || type === null || type === 'custom';
  requireListed(isOwn ? `${path}.name` : `${path}.type`, isOwn ? name : type, 'tools', allow);
  checkModel(`${path}.`, tool, allow);
}

function checkTurn(path: string, turn: unknown, allow: Required<AllowPolicy>): void {
  const { role: _, content, ...others } = fieldsOf(turn);
  for (const name of Object.keys(others)) requireParam(`${path}.${name}`, name, allow);
  checkContent(`${path}.content`, content, allow);
}

/** Blocks, and what stands inside them; a text is no block. */
function checkContent(path: string, content: unknown, allow: Required<AllowPolicy>): void {
  if (Array.isArray(content)) {
    for (const [i, block] of content.entries()) checkContent(`${path}[${i}]`, block, allow);
    return;
  }
  if (typeof content !== 'object' || content === null) return;
  const block = fieldsOf(content);
  requireListed(`${path}.type`, block['type'], 'blocks', allow);
  const { definition } = fieldsOf(block['tool']);
  if (definition !== undefined) checkTool(`${path}.tool.definition`, definition, allow);
  checkContent(`${path}.content`, block['content'], allow);
  checkContent(`${path}.source`, block['source'], allow);
}

function requireParam(path: string, name: string, allow: Required<AllowPolicy>): void {
  if (always.includes(name) || allow.params.includes(name)) return;
  throw notAllowed(`${path}: is not allowed here; leave it out, or add it to allow.params of the proxy`);
}

function requireListed(
  path: string,
  value: unknown,
  list: 'betas' | 'blocks' | 'models' | 'tools',
  allow: Required<AllowPolicy>,
): void {
  if (allow[list].some((allowed) => allowed === value)) return;
  const shown = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 100);
  throw notAllowed(`${path}: ${shown} is not allowed here; use another, or add it to allow.${list} of the proxy`);
}

function fieldsOf(value: unknown): SentParams {
  return typeof value === 'object' && value !== null ? (value as SentParams) : {}; // any object reads so
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
