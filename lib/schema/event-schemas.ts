import * as z from 'zod/mini';
import type { FallbackBlock } from '../types/beta-content-block.ts';
import type {
  BetaContentBlockDelta,
  BetaThinkingDelta,
  CitationsDelta,
  InputJSONDelta,
  SignatureDelta,
  TextDelta,
} from '../types/content-block-delta.ts';
import type { BetaContentBlock, ThinkingBlock } from '../types/content-block.ts';
import type {
  BetaContentBlockDeltaEvent,
  BetaContentBlockStartEvent,
  BetaMessageDeltaEvent,
  BetaMessageStartEvent,
  BetaMessageStreamEvent,
  ContentBlockStopEvent,
  MessageStopEvent,
} from '../types/message-stream-event.ts';
import type { BetaMessage } from '../types/message.ts';
import type { TextBlock } from '../types/text-block.ts';
import type { BetaUsage } from '../types/usage.ts';
import type { Shape } from './shape.ts';
import { typedObject } from './typed-object.ts';

type SchemasByType<T extends { type: string }> = { readonly [Type in T['type']]: z.ZodMiniType<{ type: Type }> };

const nullish = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));
const string = z.string('must be a string');
const number = z.number('must be a number');
const index = z.int('must be a whole number').check(z.minimum(0, 'must not be below 0'));
const object = z.looseObject({}, 'must be an object');

const usage = nullish(
  z.looseObject(
    {
      input_tokens: nullish(number),
      output_tokens: nullish(number),
      cache_creation_input_tokens: nullish(number),
      cache_read_input_tokens: nullish(number),
    } satisfies Shape<BetaUsage>,
    'must be an object',
  ),
);

/** Blocks that the accumulator looks into; of the others nothing but the type is checked. */
const block = typedObject({
  text: z.looseObject({
    type: z.literal('text'),
    text: nullish(string),
    citations: nullish(z.array(z.unknown(), 'must be an array')),
  } satisfies Shape<TextBlock>),
  thinking: z.looseObject({
    type: z.literal('thinking'),
    thinking: nullish(string),
    signature: nullish(string),
  } satisfies Shape<ThinkingBlock>),
  fallback: z.looseObject({
    type: z.literal('fallback'),
    to: z.looseObject({ model: string }, 'must be an object'),
  } satisfies Shape<FallbackBlock>),
} satisfies Partial<SchemasByType<BetaContentBlock>>);

/** As many issues as an error lists: a message of 200,000 wrong blocks must not become as many issues. */
const mostIssues = 10;

/** Checked by hand, so that it stops early. */
const content = z.array(z.unknown(), 'must be an array').check(({ value, issues }) => {
  for (const [place, entry] of value.entries()) {
    if (issues.length >= mostIssues) return;
    const result = z.safeParse(block, entry);
    for (const { path, message } of result.error?.issues ?? []) {
      issues.push({ code: 'custom', path: [place, ...path], message, input: entry });
    }
  }
});

const delta = typedObject({
  text_delta: z.looseObject({ type: z.literal('text_delta'), text: string } satisfies Shape<TextDelta>),
  input_json_delta: z.looseObject({
    type: z.literal('input_json_delta'),
    partial_json: string,
  } satisfies Shape<InputJSONDelta>),
  citations_delta: z.looseObject({
    type: z.literal('citations_delta'),
    citation: object,
  } satisfies Shape<CitationsDelta>),
  thinking_delta: z.looseObject({
    type: z.literal('thinking_delta'),
    thinking: string,
  } satisfies Shape<BetaThinkingDelta>),
  signature_delta: z.looseObject({
    type: z.literal('signature_delta'),
    signature: string,
  } satisfies Shape<SignatureDelta>),
  // A failed compaction has null here and some servers nothing: the accumulator takes both.
  compaction_delta: z.looseObject({ type: z.literal('compaction_delta') }),
} satisfies SchemasByType<BetaContentBlockDelta>);

/** What each known event must be like for the accumulator and the operators to work. All else is left to the wire. */
export const eventSchemas = {
  message_start: z.looseObject({
    type: z.literal('message_start'),
    message: z.looseObject({ content, usage } satisfies Shape<BetaMessage>, 'must be an object'),
  } satisfies Shape<BetaMessageStartEvent>),
  content_block_start: z.looseObject({
    type: z.literal('content_block_start'),
    index,
    content_block: block,
  } satisfies Shape<BetaContentBlockStartEvent>),
  content_block_delta: z.looseObject({
    type: z.literal('content_block_delta'),
    index,
    delta,
  } satisfies Shape<BetaContentBlockDeltaEvent>),
  content_block_stop: z.looseObject({
    type: z.literal('content_block_stop'),
    index,
  } satisfies Shape<ContentBlockStopEvent>),
  message_delta: z.looseObject({
    type: z.literal('message_delta'),
    delta: object,
    usage,
  } satisfies Shape<BetaMessageDeltaEvent>),
  message_stop: z.looseObject({ type: z.literal('message_stop') } satisfies Shape<MessageStopEvent>),
} satisfies SchemasByType<BetaMessageStreamEvent>;
