import { InvalidParamsError, type Issue, type Model } from '../index.ts';

/** What a browser may ask for. Whatever is not named here is refused. */
export interface AllowPolicy {
  /** Ids of the models. */
  readonly models: readonly Model[];
  /** The most that `max_tokens` may ask for, in tokens. */
  readonly maxTokens: number;
  /** Params besides `model`, `max_tokens`, `messages` and `stream`. Default `safeParams`. */
  readonly params?: readonly string[];
  /** Types of blocks, and of the sources inside them, that messages may hold. Default `safeBlocks`. */
  readonly blocks?: readonly string[];
  /**
   * Names of your own tools and types of the API's, such as `web_search_20250305`. Default none. A tool whose results are
   * not among `safeBlocks`, such as code execution, needs those in `blocks` too.
   */
  readonly tools?: readonly string[];
  /** Values of the `anthropic-beta` header. Default none. */
  readonly betas?: readonly string[];
  /** Whether tokens may be counted too. Default false. */
  readonly countTokens?: boolean;
  /** The largest request body, in bytes. Default 1 MiB. */
  readonly maxBodyBytes?: number;
}

/**
 * The params that a browser may send by default: those that shape the reply. Not among them is what reaches further,
 * such as `container`, `mcp_servers`, `metadata`, `service_tier` and `user_profile_id`.
 *
 * @example Allow one more
 * ```ts
 * import { type AllowPolicy, safeParams } from 'anthropic-rxjs/relay';
 *
 * const allow: AllowPolicy = { models: ['claude-sonnet-5'], maxTokens: 1024, params: [...safeParams, 'metadata'] };
 * ```
 */
export const safeParams: readonly string[] = [
  'cache_control',
  'output_config',
  'stop_sequences',
  'system',
  'temperature',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
];

/**
 * The types of blocks and sources that messages may hold by default: all that a conversation is made of. Not among
 * them are `file` and `container_upload`, which read the files of your workspace.
 *
 * @example Allow uploaded files
 * ```ts
 * import { type AllowPolicy, safeBlocks } from 'anthropic-rxjs/relay';
 *
 * const allow: AllowPolicy = { models: ['claude-sonnet-5'], maxTokens: 1024, blocks: [...safeBlocks, 'file'] };
 * ```
 */
export const safeBlocks: readonly string[] = [
  'base64',
  'content',
  'document',
  'image',
  'redacted_thinking',
  'search_result',
  'server_tool_use',
  'text',
  'thinking',
  'tool_addition',
  'tool_reference',
  'tool_removal',
  'tool_result',
  'tool_use',
  'url',
  'web_fetch_result',
  'web_fetch_tool_result',
  'web_fetch_tool_result_error',
  'web_search_result',
  'web_search_tool_result',
  'web_search_tool_result_error',
];

/** A policy with every default in place; throws `InvalidParamsError` for one that would allow what nobody meant. */
export function resolvePolicy(allow: AllowPolicy): Required<AllowPolicy> {
  const policy = {
    models: allow.models,
    maxTokens: allow.maxTokens,
    params: allow.params ?? safeParams,
    blocks: allow.blocks ?? safeBlocks,
    tools: allow.tools ?? [],
    betas: allow.betas ?? [],
    countTokens: allow.countTokens ?? false,
    maxBodyBytes: allow.maxBodyBytes ?? 1024 * 1024,
  };
  const issues: Issue[] = [];
  for (const name of ['models', 'params', 'blocks', 'tools', 'betas'] as const) {
    // A lone string would match each of its parts.
    if (!Array.isArray(policy[name])) issues.push({ path: `allow.${name}`, message: 'must be an array of strings' });
  }
  for (const name of ['maxTokens', 'maxBodyBytes'] as const) {
    if (Number.isInteger(policy[name]) && policy[name] > 0) continue;
    issues.push({ path: `allow.${name}`, message: 'must be a whole number above 0' });
  }
  if (issues.length > 0) throw new InvalidParamsError(issues);
  return policy;
}
