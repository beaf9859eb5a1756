import type * as z from 'zod/v4/core';
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
import { check, checkPart, looseObject, nullish } from './kinds.ts';
import type { Shape } from './shape.ts';
import { typedObject } from './typed-object.ts';
import { index, list, number, object, string } from './values.ts';

type SchemasByType<T extends { type: string }> = Readonly<Record<T['type'], z.$ZodType>>;

/** The most issues that an error lists: 200,000 wrong blocks must not make 200,000 issues. */
const mostIssues = 10;

/**
 * The form of each known event that the accumulator and the operators require. Other fields may have any value. A function,
 * because an app builds its schemas only when a first event needs them: not before its first request.
 */
export function eventSchemas() {
  const usage = nullish(
    looseObject(
      {
        input_tokens: nullish(number),
        output_tokens: nullish(number),
        cache_creation_input_tokens: nullish(number),
        cache_read_input_tokens: nullish(number),
      } satisfies Shape<BetaUsage>,
      'must be an object',
    ),
  );

  /** Blocks that the accumulator reads; of the others only the type is validated. */
  const block = typedObject({
    text: looseObject({
      text: nullish(string),
      citations: nullish(list('must be an array')),
    } satisfies Shape<TextBlock>),
    thinking: looseObject({
      thinking: nullish(string),
      signature: nullish(string),
    } satisfies Shape<ThinkingBlock>),
    fallback: looseObject({
      to: looseObject({ model: string }, 'must be an object'),
    } satisfies Shape<FallbackBlock>),
  } satisfies Partial<SchemasByType<BetaContentBlock>>);

  /** Validated by hand, so that it stops early. */
  const blocks = check<unknown[]>(({ value, issues }) => {
    for (const [place, entry] of value.entries()) {
      if (issues.length >= mostIssues) return;
      checkPart(issues, [place], block, entry);
    }
  });
  const content = list('must be an array', blocks);

  const delta = typedObject({
    text_delta: looseObject({ text: string } satisfies Shape<TextDelta>),
    input_json_delta: looseObject({
      partial_json: string,
    } satisfies Shape<InputJSONDelta>),
    citations_delta: looseObject({
      citation: object,
    } satisfies Shape<CitationsDelta>),
    thinking_delta: looseObject({
      thinking: string,
    } satisfies Shape<BetaThinkingDelta>),
    signature_delta: looseObject({
      signature: string,
    } satisfies Shape<SignatureDelta>),
    // After a failed compaction the value is null, and some servers omit it: the accumulator accepts both.
    compaction_delta: looseObject({}),
  } satisfies SchemasByType<BetaContentBlockDelta>);

  return {
    message_start: looseObject({
      message: looseObject({ content, usage } satisfies Shape<BetaMessage>, 'must be an object'),
    } satisfies Shape<BetaMessageStartEvent>),
    content_block_start: looseObject({
      index,
      content_block: block,
    } satisfies Shape<BetaContentBlockStartEvent>),
    content_block_delta: looseObject({
      index,
      delta,
    } satisfies Shape<BetaContentBlockDeltaEvent>),
    content_block_stop: looseObject({
      index,
    } satisfies Shape<ContentBlockStopEvent>),
    message_delta: looseObject({
      delta: object,
      usage,
    } satisfies Shape<BetaMessageDeltaEvent>),
    message_stop: looseObject({} satisfies Shape<MessageStopEvent>),
  } satisfies SchemasByType<BetaMessageStreamEvent>;
}
