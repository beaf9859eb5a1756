import type { BetaContentBlockParam, ContentBlockParam } from './content-block-param.ts';
import type { TextBlockParam } from './content-source.ts';
import type { Effort } from './output-config.ts';
import type { ToolAdditionBlock, ToolRemovalBlock } from './tool-change.ts';

/** A turn of the user or with the results of tools. */
export interface UserMessageParam {
  role: 'user';
  content: string | ContentBlockParam[];
}

/** A turn of the model. The last message is then a prefill, which newer models reject. */
export interface AssistantMessageParam {
  role: 'assistant';
  content: string | ContentBlockParam[];
}

/** An instruction in the middle of a conversation. */
export interface SystemMessageParam {
  role: 'system';
  content: string | TextBlockParam[];
}

/** One turn. The API joins consecutive turns of the same role. */
export type MessageParam = UserMessageParam | AssistantMessageParam | SystemMessageParam;

/** An instruction in the middle of a conversation, with the beta members. */
export interface BetaSystemMessageParam {
  role: 'system';
  content?: string | (TextBlockParam | ToolAdditionBlock | ToolRemovalBlock)[] | undefined;
  /** The point at which the API clears it. */
  clear_at?: 'next_user_message' | 'never' | null | undefined;
  /** The effort for the following turns. */
  output_config?: { effort?: Effort | null | undefined } | null | undefined;
}

/** A turn of the user or with the results of tools, with the beta blocks. */
export interface BetaUserMessageParam {
  role: 'user';
  content: string | BetaContentBlockParam[];
}

/** A turn of the model, with the beta blocks. */
export interface BetaAssistantMessageParam {
  role: 'assistant';
  content: string | BetaContentBlockParam[];
}

/** One turn, with the beta blocks. */
export type BetaMessageParam = BetaUserMessageParam | BetaAssistantMessageParam | BetaSystemMessageParam;
