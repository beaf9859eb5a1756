import type * as z from 'zod/v4/core';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import { custom, looseObject, nullish, optional, refine } from './kinds.ts';
import { ProblemList, type Problems } from './problem-list.ts';
import type { Shape } from './shape.ts';
import { index, isIndex, list, string } from './values.ts';
import { isRecord } from '../errors/is-record.ts';

const text = (fix: string) => custom<string>(isText, fix);
const typed = (fix: string) => optional(looseObject({ type: text(fix) }, fix));
const fraction = custom<number>(
  (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 1,
  (value) => {
    if (!Number.isFinite(value)) return 'must be a number from 0 to 1';
    return Number(value) < 0 ? 'must not be below 0' : 'must not be above 1';
  },
);
/** Text that HTTP can send; for a line break, fetch would report an error without the name of the param. */
const headerValue = custom<string>(
  (value) => typeof value === 'string' && /^[\x20-\x7e]*$/.test(value),
  (value) => (typeof value === 'string' ? 'must be plain ASCII without line breaks' : 'must be a string'),
);

const turn = looseObject(
  {
    role: custom<BetaMessageParam['role']>(
      (value: unknown) => value === 'user' || value === 'assistant' || value === 'system',
      'must be "user", "assistant" or "system"',
    ),
  } satisfies Shape<BetaMessageParam>,
  'must be a turn, such as { role: "user", content: "Hello" }',
  // A system turn may exist only for its output_config.
  refine(
    ({ role, content }) => role === 'system' || content !== undefined,
    'is missing: pass a string or an array of blocks',
    ['content'],
  ),
);

const tool = looseObject(
  {},
  'must be a tool, such as { name, description, input_schema }',
  refine(({ definition }) => !isRecord(definition), 'is from tool(): pass it to runTools(), or pass its definition'),
  refine(
    ({ name, type }) => isText(name) || (isText(type) && name === undefined),
    'must have a name, such as { name, description, input_schema }, or the type of an API tool',
  ),
);

const shared = {
  model: text('must be the id of a model, such as "claude-sonnet-5"'),
  messages: list(
    'must be an array of turns, such as [{ role: "user", content: "Hello" }]',
    refine(({ length }) => length > 0, 'must contain at least one turn, such as { role: "user", content: "Hello" }'),
  ),
  tools: optional(list('must be an array of tools')),
  tool_choice: typed('must be an object with a type, such as { type: "auto" }'),
  thinking: typed('must be an object with a type, such as { type: "adaptive" }'),
  betas: optional(list('must be an array of strings')),
  output_config: optional(looseObject({}, 'must be an object, such as { effort: "low" }')),
  output_format: nullish(looseObject({ type: string }, 'must be an object, such as { type: "json_schema", schema }')),
  user_profile_id: optional(headerValue),
  workspace_id: optional(headerValue),
} satisfies Shape<BetaMessageCreateParams>;

const createParams = looseObject(
  {
    ...shared,
    max_tokens: custom<number>(
      isIndex,
      'must be a whole number of tokens, such as 1024, or 0 to only warm the prompt cache',
    ),
    stop_sequences: optional(list('must be an array of strings')),
    metadata: optional(looseObject({}, 'must be an object, such as { user_id: "…" }')),
    temperature: optional(fraction),
    top_p: optional(fraction),
    top_k: optional(index),
  } satisfies Shape<BetaMessageCreateParams>,
  'must be an object, such as { model, max_tokens, messages }',
);
const countTokensParams = looseObject(shared, 'must be an object, such as { model, messages }');

/** The issues of the params of a call for a reply, or `undefined`. Ignores unknown params. */
export function checkParams(params: unknown): Problems | undefined {
  return problemsIn(createParams, params);
}

/** The issues of the params of a token count, or `undefined`. */
export function checkCountTokensParams(params: unknown): Problems | undefined {
  return problemsIn(countTokensParams, params);
}

function problemsIn(schema: z.$ZodType, params: unknown): Problems | undefined {
  const problems = new ProblemList();
  problems.check('', schema, params);
  if (isRecord(params)) checkMembers(params, problems);
  return problems.issues.length > 0 ? problems : undefined;
}

function checkMembers(params: Readonly<Record<string, unknown>>, problems: ProblemList): void {
  const { messages, system, output_format, output_config } = params;
  if (Array.isArray(messages)) {
    for (const [i, message] of messages.entries()) {
      problems.check(`messages[${i}]`, turn, message);
      if (isRecord(message)) checkContent(`messages[${i}].content`, message['content'], problems);
    }
  }
  checkContent('system', system, problems);
  for (const [name, item] of Object.entries({ tools: tool, stop_sequences: string, betas: headerValue })) {
    const items = params[name];
    if (Array.isArray(items)) items.forEach((value, i) => problems.check(`${name}[${i}]`, item, value));
  }
  if (output_format != null && isRecord(output_config) && output_config['format'] != null) {
    problems.add('output_format', 'is the older name of output_config.format; set only one of them');
  }
}

/** A string or blocks. */
function checkContent(path: string, content: unknown, problems: ProblemList): void {
  if (content === undefined || typeof content === 'string') return;
  if (!Array.isArray(content)) {
    problems.add(path, 'must be a string or an array of blocks, such as [{ type: "text", text: "Hello" }]');
    return;
  }
  for (const [i, block] of content.entries()) {
    if (isRecord(block) && isText(block['type'])) continue;
    problems.add(`${path}[${i}]`, 'must be a block with a type, such as { type: "text", text: "Hello" }');
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
