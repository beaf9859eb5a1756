import { aBoolean, checkOptions, type OptionRule, required } from '../errors/check-options.ts';
import type { Model } from '../index.ts';

/** The requests that a browser may send. The proxy refuses everything that the policy does not list. */
export interface AllowPolicy {
  /** The ids of the allowed models. */
  readonly models: readonly Model[];
  /** The maximum of `max_tokens` and of a thinking budget, in tokens. */
  readonly maxTokens: number;
  /**
   * The names of params besides `model`, `max_tokens`, `messages` and `stream`. It may also name fields inside params
   * that the proxy refuses by default, such as `strict` of a tool. Default `safeParams`.
   */
  readonly params?: readonly string[] | undefined;
  /** The types of blocks, and of the sources inside them, that messages may contain. Default `safeBlocks`. */
  readonly blocks?: readonly string[] | undefined;
  /** The names of your own tools, and the types of the API's tools, such as `web_search_20250305`. Default: none. */
  readonly tools?: readonly string[] | undefined;
  /** The allowed values of the `anthropic-beta` header. Default: none. */
  readonly betas?: readonly string[] | undefined;
  /** Whether a browser may count tokens, too. Default false. */
  readonly countTokens?: boolean | undefined;
  /**
   * The maximum size of a request body, in bytes. A body may contain one key or value per 16 bytes of it. Default 1
   * MiB.
   */
  readonly maxBodyBytes?: number | undefined;
}

/**
 * The params that a browser may send by default: those that only shape the reply. Params with further effects are
 * missing, such as `container`, `mcp_servers`, `metadata`, `service_tier` and `user_profile_id`. Without `system` in
 * the list, the proxy also refuses turns with `role: 'system'`; without `cache_control`, it refuses cache breakpoints
 * anywhere.
 *
 * @example Allow one more param
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
 * The types of blocks and sources that messages may contain by default: those of an ordinary conversation, and those of
 * a reply, which a browser sends back. `file` and `container_upload` are missing, because they read the files of your
 * workspace.
 *
 * @example Allow uploaded files
 * ```ts
 * import { type AllowPolicy, safeBlocks } from 'anthropic-rxjs/relay';
 *
 * const allow: AllowPolicy = { models: ['claude-sonnet-5'], maxTokens: 1024, blocks: [...safeBlocks, 'file'] };
 * ```
 */
export const safeBlocks: readonly string[] = [
  'advisor_redacted_result',
  'advisor_result',
  'advisor_tool_result',
  'advisor_tool_result_error',
  'base64',
  'bash_code_execution_output',
  'bash_code_execution_result',
  'bash_code_execution_tool_result',
  'bash_code_execution_tool_result_error',
  'browser_state',
  'code_execution_output',
  'code_execution_result',
  'code_execution_tool_result',
  'code_execution_tool_result_error',
  'compaction',
  'content',
  'document',
  'encrypted_code_execution_result',
  'fallback',
  'image',
  'mcp_tool_listing',
  'mcp_tool_result',
  'mcp_tool_use',
  'redacted_thinking',
  'search_result',
  'server_tool_use',
  'text',
  'text_editor_code_execution_create_result',
  'text_editor_code_execution_str_replace_result',
  'text_editor_code_execution_tool_result',
  'text_editor_code_execution_tool_result_error',
  'text_editor_code_execution_view_result',
  'thinking',
  'tool_addition',
  'tool_reference',
  'tool_removal',
  'tool_result',
  'tool_search_tool_result',
  'tool_search_tool_result_error',
  'tool_search_tool_search_result',
  'tool_use',
  'url',
  'web_fetch_result',
  'web_fetch_tool_result',
  'web_fetch_tool_result_error',
  'web_search_result',
  'web_search_tool_result',
  'web_search_tool_result_error',
];

const strings: OptionRule = {
  // A lone string would match each of its parts.
  allows: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  expected: 'an array of strings',
};
/** Finite, unlike the counts of operators: a lock without a limit is a mistake. */
const limit: OptionRule = {
  allows: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  expected: 'a whole number above 0',
};
const rules: Readonly<Record<keyof AllowPolicy, OptionRule>> = {
  models: required(strings),
  maxTokens: required(limit),
  params: strings,
  blocks: strings,
  tools: strings,
  betas: strings,
  countTokens: aBoolean,
  maxBodyBytes: limit,
};

/** A policy with its defaults. */
export type FullPolicy = { readonly [Name in keyof AllowPolicy]-?: NonNullable<AllowPolicy[Name]> };

/** Adds the defaults. Throws `InvalidOptionsError` in the name of `owner`. */
export function resolvePolicy(owner: string, allow: AllowPolicy): FullPolicy {
  checkOptions(owner, prefixed({ ...allow }), prefixed(rules));
  return {
    models: allow.models,
    maxTokens: allow.maxTokens,
    params: allow.params ?? safeParams,
    blocks: allow.blocks ?? safeBlocks,
    tools: allow.tools ?? [],
    betas: allow.betas ?? [],
    countTokens: allow.countTokens ?? false,
    maxBodyBytes: allow.maxBodyBytes ?? 1024 * 1024,
  };
}

/** The names as a caller of the proxy sees them. */
function prefixed<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`allow.${name}`, value]));
}
