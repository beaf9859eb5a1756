import * as z from 'zod/mini';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { Issue } from '../types/issue.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import { issuesOf } from './issues-of.ts';
import type { Shape } from './shape.ts';

const text = (fix: string) => z.string(fix).check(z.minLength(1, fix));
const typed = (fix: string) => z.optional(z.looseObject({ type: text(fix) }, fix));
const fraction = z
  .number('must be a number from 0 to 1')
  .check(z.minimum(0, 'must not be below 0'), z.maximum(1, 'must not be above 1'));
const wholeNumber =
  'must be a whole number of tokens above 0, such as 1024; to only warm the prompt cache, ask for 1 token';
const strings = z.array(z.string('must be a string'), 'must be an array of strings');
/** What HTTP can carry; a line break here would be an error of fetch that names no param. */
const headerValue = z
  .string('must be a string')
  .check(z.regex(/^[\x20-\x7e]*$/, 'must be plain ASCII without line breaks'));

/** A string or blocks. By hand, since a union would not tell which block is wrong. */
const content = z.optional(
  z.custom<string | unknown[]>().check(({ value, issues }) => {
    if (typeof value === 'string') return;
    if (!Array.isArray(value)) {
      const message = 'must be a string or an array of blocks, such as [{ type: "text", text: "Hello" }]';
      issues.push({ code: 'custom', path: [], message, input: value });
      return;
    }
    for (const [place, block] of value.entries()) {
      if (hasType(block)) continue;
      const message = 'must be a block with a type, such as { type: "text", text: "Hello" }';
      issues.push({ code: 'custom', path: [place], message, input: block });
    }
  }),
);

const turn = z
  .looseObject(
    {
      role: z.enum(['user', 'assistant', 'system'], 'must be "user", "assistant" or "system"'),
      content,
    } satisfies Shape<BetaMessageParam>,
    'must be a turn, such as { role: "user", content: "Hello" }',
  )
  .check(
    // A system turn may be there for its output_config alone.
    z.refine(({ role, content }) => role === 'system' || content !== undefined, {
      error: 'is missing: give a string or an array of blocks',
      path: ['content'],
    }),
  );

const tool = z
  .looseObject({}, 'must be a tool, such as { name, description, input_schema }')
  .check(
    z.refine(
      ({ name, type }) => isText(name) || (isText(type) && name === undefined),
      'must have a name, such as { name, description, input_schema }, or the type of an API tool',
    ),
  );

const shared = {
  model: text('must be the id of a model, such as "claude-sonnet-5"'),
  messages: z
    .array(turn, 'must be an array of turns, such as [{ role: "user", content: "Hello" }]')
    .check(z.minLength(1, 'must hold at least one turn, such as { role: "user", content: "Hello" }')),
  system: content,
  tools: z.optional(z.array(tool, 'must be an array of tools')),
  tool_choice: typed('must be an object with a type, such as { type: "auto" }'),
  thinking: typed('must be an object with a type, such as { type: "adaptive" }'),
  betas: z.optional(z.array(headerValue, 'must be an array of strings')),
  user_profile_id: z.optional(headerValue),
  workspace_id: z.optional(headerValue),
} satisfies Shape<BetaMessageCreateParams>;

const createParams = z.looseObject(
  {
    ...shared,
    max_tokens: z.int(wholeNumber).check(z.positive(wholeNumber)),
    stop_sequences: z.optional(strings),
    metadata: z.optional(z.looseObject({}, 'must be an object, such as { user_id: "…" }')),
    temperature: z.optional(fraction),
    top_p: z.optional(fraction),
    top_k: z.optional(z.int('must be a whole number').check(z.minimum(0, 'must not be below 0'))),
  } satisfies Shape<BetaMessageCreateParams>,
  'must be an object, such as { model, max_tokens, messages }',
);
const countTokensParams = z.looseObject(shared, 'must be an object, such as { model, messages }');

/** What is wrong with the params of a call for a reply, or `undefined`. Params that are not known are not looked at. */
export function checkParams(params: unknown): readonly Issue[] | undefined {
  return issuesIn(createParams, params);
}

/** What is wrong with the params of a token count, or `undefined`. */
export function checkCountTokensParams(params: unknown): readonly Issue[] | undefined {
  return issuesIn(countTokensParams, params);
}

function issuesIn(schema: z.ZodMiniType, params: unknown): readonly Issue[] | undefined {
  const result = z.safeParse(schema, params);
  return result.success ? undefined : issuesOf(result.error);
}

function hasType(block: unknown): boolean {
  return typeof block === 'object' && block !== null && 'type' in block && isText(block.type);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
