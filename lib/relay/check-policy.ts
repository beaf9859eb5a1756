import type { AllowPolicy } from './allow-policy.ts';
import type { SentParams } from './read-params.ts';
import { invalidRequest, notAllowed } from './refusal.ts';

const always = ['model', 'max_tokens', 'messages', 'stream'];

/** Throws the `Refusal` of the first thing in the params that the policy does not name. */
export function checkPolicy(params: SentParams, allow: Required<AllowPolicy>): void {
  const { betas, ...named } = params;
  for (const name of Object.keys(named)) requireParam(name, name, allow);
  if (!['undefined', 'boolean'].includes(typeof params['stream']))
    throw invalidRequest('stream: must be true or false');
  for (const [path, beta] of listOf('betas', betas)) requireListed(path, beta, 'betas', allow);
  checkModel('', params, allow);
  if (params['fallbacks'] === 'default') throw notAllowed('fallbacks: name the models, each one that is allowed here');
  for (const [path, fallback] of listOf('fallbacks', params['fallbacks'])) checkFallback(path, fallback, allow);
  for (const [path, tool] of listOf('tools', params['tools'])) checkTool(path, tool, allow);
  checkContent('system', params['system'], allow);
  for (const [path, turn] of listOf('messages', params['messages'])) checkTurn(path, turn, allow);
}

function checkFallback(path: string, fallback: unknown, allow: Required<AllowPolicy>): void {
  for (const name of Object.keys(fieldsOf(path, fallback))) requireParam(`${path}.${name}`, name, allow);
  checkModel(`${path}.`, fallback, allow);
}

function checkModel(path: string, value: unknown, allow: Required<AllowPolicy>): void {
  const { model, max_tokens: maxTokens } = fieldsOf(path, value);
  if (model !== undefined) requireListed(`${path}model`, model, 'models', allow);
  // That of the request is checked with its other params.
  if (path !== '' && maxTokens != null && typeof maxTokens !== 'number') {
    throw invalidRequest(`${path}max_tokens: must be a number`);
  }
  if (typeof maxTokens === 'number' && maxTokens > allow.maxTokens) {
    throw invalidRequest(
      `${path}max_tokens: at most ${allow.maxTokens} is allowed here; ask for less, or raise allow.maxTokens of the proxy`,
    );
  }
}

function checkTool(path: string, tool: unknown, allow: Required<AllowPolicy>): void {
  const { type, name } = fieldsOf(path, tool);
  const isOwn = type === undefined || type === null || type === 'custom';
  requireListed(isOwn ? `${path}.name` : `${path}.type`, isOwn ? name : type, 'tools', allow);
  checkModel(`${path}.`, tool, allow);
}

function checkTurn(path: string, turn: unknown, allow: Required<AllowPolicy>): void {
  const { role: _, content, ...others } = fieldsOf(path, turn);
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
  const block = fieldsOf(path, content);
  requireListed(`${path}.type`, block['type'], 'blocks', allow);
  const { definition } = fieldsOf(`${path}.tool`, block['tool'] ?? {});
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

function fieldsOf(path: string, value: unknown): SentParams {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidRequest(`${path.replace(/\.$/, '')}: must be an object`);
  }
  return value as SentParams; // any object reads so
}

/** The elements of a list with their paths. */
function listOf(path: string, value: unknown): readonly (readonly [path: string, element: unknown])[] {
  if (value == null) return [];
  if (!Array.isArray(value)) throw invalidRequest(`${path}: must be an array`);
  return value.map((element: unknown, i) => [`${path}[${i}]`, element]);
}
