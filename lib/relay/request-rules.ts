import type { BetaContentBlockParam } from '../index.ts';
import { serverToolRules } from './server-tool-rules.ts';
import {
  anything,
  fieldsOf,
  flag,
  listed,
  listOf,
  mustBe,
  number,
  oneOf,
  ownField,
  requireParam,
  text,
  tokens,
  type ValueRule,
} from './value-rule.ts';

type Fields = Readonly<Record<string, ValueRule>>;
/** Every field of every block that the types describe has a rule; for `cache_control`, `allow.params` decides. */
type BlockFields = {
  readonly [T in BetaContentBlockParam['type']]: Readonly<
    Record<Exclude<keyof Extract<BetaContentBlockParam, { type: T }>, 'cache_control' | 'type'>, ValueRule>
  >;
};

/** An object with these fields. Any other field needs its name in `allow.params`, and follows the rule of that param. */
function object(fields: Fields): ValueRule {
  return (path, value, allow) => {
    const record = fieldsOf(path, value);
    for (const name of Object.keys(record)) {
      const place = `${path}.${name}`;
      const known = ownField(fields, name);
      if (!known) requireParam(place, name, allow);
      // The API takes null for an absent field.
      if (record[name] !== null) (known ?? ownField(paramRules, name) ?? anything)(place, record[name], allow);
    }
  };
}

/** An object whose `type` decides about its other fields. `allow.blocks` can add types unless they are `closed`. */
function typed(types: Readonly<Record<string, Fields>>, known: 'closed' | 'open' | 'listed'): ValueRule {
  const rules = Object.fromEntries(
    Object.entries(types).map(([type, fields]) => [type, object({ type: text, ...fields })]),
  );
  const knownType = oneOf(...Object.keys(types));
  const unknown = object({ type: text });
  return (path, value, allow) => {
    const { type } = fieldsOf(path, value);
    const rule = typeof type === 'string' ? ownField(rules, type) : undefined;
    const isListed = known === 'listed' || (known === 'open' && !rule);
    (isListed ? listed('blocks') : knownType)(`${path}.type`, type, allow);
    (rule ?? unknown)(path, value, allow);
  };
}

// Called late, since blocks contain blocks.
const block: ValueRule = (...args) => blockRule(...args);
const blocks = listOf(block);
const turnContent: ValueRule = (path, value, allow) => {
  if (typeof value === 'string') return;
  if (!Array.isArray(value)) throw mustBe(path, 'a string or an array of blocks');
  blocks(path, value, allow);
};
const content: ValueRule = (path, value, allow) => {
  if (typeof value !== 'string') (Array.isArray(value) ? blocks : block)(path, value, allow);
};
const lines = listOf(text);
const citable = object({ enabled: flag });
const caller = object({ type: text, tool_id: text });
const model = object({ model: text });

const cited = { cited_text: text };
const citedDocument = { ...cited, document_index: number, document_title: text, file_id: text };
const citedBlocks = { start_block_index: number, end_block_index: number };
const citation = typed(
  {
    char_location: { ...citedDocument, start_char_index: number, end_char_index: number },
    page_location: { ...citedDocument, start_page_number: number, end_page_number: number },
    content_block_location: { ...citedDocument, ...citedBlocks },
    web_search_result_location: { ...cited, url: text, title: text, encrypted_index: text },
    search_result_location: { ...cited, source: text, title: text, search_result_index: number, ...citedBlocks },
  },
  'open',
);

const source = typed(
  {
    base64: {
      media_type: oneOf('image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/pdf'),
      data: text,
    },
    text: { media_type: oneOf('text/plain'), data: text },
    content: { content },
    url: { url: text },
    file: { file_id: text },
  },
  'listed',
);

/** Names are those of `allow.tools`. Fields that widen what a tool may do are missing. */
const ownTool = object({ type: text, name: text, description: text, input_schema: anything });
const apiTool = object({
  type: text,
  name: text,
  allowed_domains: lines,
  blocked_domains: lines,
  citations: citable,
  display_height_px: number,
  display_number: number,
  display_width_px: number,
  max_characters: number,
  max_content_tokens: number,
  max_tokens: tokens,
  max_uses: number,
  mcp_server_name: text,
  model: listed('models'),
  user_location: object({ type: oneOf('approximate'), city: text, country: text, region: text, timezone: text }),
});
const tool: ValueRule = (path, value, allow) => {
  const { type, name } = fieldsOf(path, value);
  const isOwn = type === undefined || type === null || type === 'custom';
  listed('tools')(isOwn ? `${path}.name` : `${path}.type`, isOwn ? name : type, allow);
  (isOwn ? ownTool : apiTool)(path, value, allow);
};
const changedTool = typed(
  {
    tool_reference: { name: text },
    mcp_tool_reference: { server_name: text, name: text },
    mcp_toolset_reference: { server_name: text },
    tool_definition: { definition: tool },
  },
  'closed',
);

const blockRule = typed(
  {
    text: { text, citations: listOf(citation) },
    image: { source, transformations: object({ oversized_image: oneOf('downsize', 'error') }) },
    document: { source, title: text, context: text, citations: citable },
    search_result: { source: text, title: text, content: blocks, citations: citable },
    thinking: { thinking: text, signature: text },
    redacted_thinking: { data: text },
    tool_use: { id: text, name: text, input: anything, caller, toolset_name: text },
    tool_result: { tool_use_id: text, content, is_error: flag, toolset_name: text },
    tool_reference: { tool_name: text },
    tool_addition: { tool: changedTool },
    tool_removal: { tool: changedTool },
    container_upload: { file_id: text },
    browser_state: {
      tabs: listOf(object({ tab_id: text, title: text, url: text, active: flag })),
      state_changes: listOf(
        object({
          type: text,
          tab_id: text,
          download_id: text,
          url: text,
          path: text,
          size_bytes: number,
          error: text,
        }),
      ),
    },
    ...serverToolRules({ block, blocks, content, caller }),
    mcp_tool_use: { id: text, name: text, server_name: text, input: anything },
    mcp_tool_result: { tool_use_id: text, is_error: flag, content },
    mcp_tool_listing: {
      mcp_server_name: text,
      tools: listOf(object({ name: text, description: text, input_schema: anything })),
    },
    compaction: { content: text, encrypted_content: text, signature: text, tool_changes: blocks },
    fallback: { from: model, to: model, trigger: object({ type: text, category: text }) },
  } satisfies BlockFields & Readonly<Record<string, Fields>>,
  'listed',
);

const role = oneOf('user', 'assistant', 'system');
const turnFields = object({ role, content: turnContent });
const turn: ValueRule = (path, value, allow) => {
  const fields = fieldsOf(path, value);
  role(`${path}.role`, fields['role'], allow);
  if (fields['role'] === 'system') requireParam(`${path}.role "system"`, 'system', allow);
  // A system turn may exist for its output_config alone.
  else if (fields['content'] == null) throw mustBe(`${path}.content`, 'a string or an array of blocks');
  turnFields(path, value, allow);
};

const fallbackRule = object({ model: listed('models'), max_tokens: tokens });
const format = typed({ json_schema: { schema: anything } }, 'closed');
const display = oneOf('summarized', 'omitted');
const choice = { disable_parallel_tool_use: flag };

/** The rule of each param. A param without a rule may have any value once `allow.params` lists it. */
export const paramRules: Fields = {
  model: listed('models'),
  max_tokens: tokens,
  messages: listOf(turn),
  stream: flag,
  betas: listOf(listed('betas')),
  cache_control: typed({ ephemeral: { ttl: oneOf('5m', '1h') } }, 'closed'),
  fallbacks: (path, value, allow) => {
    if (value === 'default') throw mustBe(path, 'an array that names the models');
    listOf(fallbackRule)(path, value, allow);
  },
  inference_geo: text,
  metadata: object({ user_id: text }),
  output_config: object({ effort: oneOf('low', 'medium', 'high', 'xhigh', 'max'), format }),
  output_format: format,
  service_tier: oneOf('auto', 'standard_only'),
  speed: oneOf('standard', 'fast'),
  stop_sequences: lines,
  system: turnContent,
  temperature: number,
  thinking: typed(
    { enabled: { budget_tokens: tokens, display }, adaptive: { display }, between_tools: {}, disabled: {} },
    'closed',
  ),
  tool_choice: typed({ auto: choice, any: choice, tool: { ...choice, name: text }, none: {} }, 'closed'),
  tools: listOf(tool),
  top_k: number,
  top_p: number,
  user_profile_id: text,
  workspace_id: text,
};
