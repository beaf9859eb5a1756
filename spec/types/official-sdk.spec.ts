import type * as GA from '@anthropic-ai/sdk/resources/messages';
import type * as Beta from '@anthropic-ai/sdk/resources/beta/messages';
import { describe, expect, it } from '@jest/globals';
import type { BetaMessageCreateParams } from '../../lib/types/beta-message-create-params.ts';
import type { BetaToolUnion } from '../../lib/types/beta-tool-param.ts';
import type { BetaContentBlockDelta, ContentBlockDelta } from '../../lib/types/content-block-delta.ts';
import type { BetaContentBlockParam, ContentBlockParam } from '../../lib/types/content-block-param.ts';
import type { BetaContentBlock, ContentBlock } from '../../lib/types/content-block.ts';
import type {
  BetaMessageCountTokensParams,
  BetaMessageTokensCount,
  MessageCountTokensParams,
  MessageTokensCount,
} from '../../lib/types/message-count-tokens-params.ts';
import type { MessageCreateParams } from '../../lib/types/message-create-params.ts';
import type { BetaMessageParam, MessageParam } from '../../lib/types/message-param.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import type { BetaMessage, Message } from '../../lib/types/message.ts';
import type { BetaStopReason, StopReason } from '../../lib/types/stop-reason.ts';
import type { TextCitation } from '../../lib/types/text-citation.ts';
import type { ToolUnion } from '../../lib/types/tool-param.ts';
import type { BetaUsage, Usage } from '../../lib/types/usage.ts';
import type { Assignable, Present } from '../support/type-assertions.ts';

describe('the types of @anthropic-ai/sdk', () => {
  it('are assignable to ours: events, messages and blocks', () => {
    expect([
      true satisfies Assignable<GA.RawMessageStreamEvent, MessageStreamEvent>,
      true satisfies Assignable<GA.Message, Message>,
      true satisfies Assignable<GA.ContentBlock, ContentBlock>,
      true satisfies Assignable<GA.RawContentBlockDelta, ContentBlockDelta>,
      true satisfies Assignable<GA.TextCitation, TextCitation>,
      true satisfies Assignable<GA.Usage, Usage>,
      true satisfies Assignable<GA.StopReason, StopReason>,
      true satisfies Assignable<GA.MessageTokensCount, MessageTokensCount>,
    ]).not.toContain(false);
  });

  it('are assignable to ours: beta events, messages and blocks', () => {
    expect([
      true satisfies Assignable<Beta.BetaRawMessageStreamEvent, BetaMessageStreamEvent>,
      true satisfies Assignable<Beta.BetaMessage, BetaMessage>,
      true satisfies Assignable<Beta.BetaContentBlock, BetaContentBlock>,
      true satisfies Assignable<Beta.BetaRawContentBlockDelta, BetaContentBlockDelta>,
      true satisfies Assignable<Beta.BetaUsage, BetaUsage>,
      true satisfies Assignable<Beta.BetaStopReason, BetaStopReason>,
      true satisfies Assignable<Beta.BetaMessageTokensCount, BetaMessageTokensCount>,
    ]).not.toContain(false);
  });

  it('are assignable to ours: params', () => {
    expect([
      true satisfies Assignable<GA.MessageCreateParams, MessageCreateParams>,
      true satisfies Assignable<GA.MessageCountTokensParams, MessageCountTokensParams>,
      true satisfies Assignable<GA.MessageParam, MessageParam>,
      true satisfies Assignable<GA.ContentBlockParam, ContentBlockParam>,
      true satisfies Assignable<GA.ToolUnion, ToolUnion>,
      true satisfies Assignable<Beta.MessageCreateParams, BetaMessageCreateParams>,
      true satisfies Assignable<Beta.MessageCountTokensParams, BetaMessageCountTokensParams>,
      true satisfies Assignable<Beta.BetaMessageParam, BetaMessageParam>,
      true satisfies Assignable<Beta.BetaContentBlockParam, BetaContentBlockParam>,
      true satisfies Assignable<Beta.BetaToolUnion, BetaToolUnion>,
    ]).not.toContain(false);
  });

  it('accept ours: GA events, messages and params', () => {
    expect([
      true satisfies Assignable<Present<MessageStreamEvent>, GA.RawMessageStreamEvent>,
      true satisfies Assignable<Present<Message>, GA.Message>,
      true satisfies Assignable<Present<ContentBlock>, GA.ContentBlock>,
      true satisfies Assignable<Present<ContentBlockDelta>, GA.RawContentBlockDelta>,
      true satisfies Assignable<Present<TextCitation>, GA.TextCitation>,
      true satisfies Assignable<Present<Usage>, GA.Usage>,
      true satisfies Assignable<StopReason, GA.StopReason>,
      true satisfies Assignable<Present<MessageCreateParams>, GA.MessageCreateParamsNonStreaming>,
      true satisfies Assignable<Present<MessageCountTokensParams>, GA.MessageCountTokensParams>,
      true satisfies Assignable<Present<MessageParam>, GA.MessageParam>,
      true satisfies Assignable<Present<ContentBlockParam>, GA.ContentBlockParam>,
      true satisfies Assignable<Present<ToolUnion>, GA.ToolUnion>,
    ]).not.toContain(false);
  });
});
