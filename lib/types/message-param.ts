import type { BetaContentBlockParam, ContentBlockParam } from './content-block-param.ts';
import type { TextBlockParam } from './content-source.ts';
import type { Effort } from './output-config.ts';
import type { ToolAdditionBlock, ToolRemovalBlock } from './tool-change.ts';

/** What the user says, or what tools gave. */
export interface UserMessageParam {
  role: 'user';
  content: string | ContentBlockParam[];
}

/** What the model said. As the last message it is a prefill, which newer models refuse. */
export interface AssistantMessageParam {
  role: 'assistant';
  content: string | ContentBlockParam[];
}

/** An instruction in the middle of a conversation. */
export interface SystemMessageParam {
  role: 'system';
  content: string | TextBlockParam[];
}

/** One turn. Turns of the same role that follow each other are joined. */
export type MessageParam = UserMessageParam | AssistantMessageParam | SystemMessageParam;

/** An instruction in the middle of a conversation, with the beta members. */
export interface BetaSystemMessageParam {
  role: 'system';
  content?: string | (TextBlockParam | ToolAdditionBlock | ToolRemovalBlock)[] | undefined;
  /** When it stops to count. */
  clear_at?: 'next_user_message' | 'never' | null | undefined;
  /** From here on. */
  output_config?: { effort?: Effort | null | undefined } | null | undefined;
}

/** What the user says, or what tools gave, with the beta blocks. */
export interface BetaUserMessageParam {
  role: 'user';
  content: string | BetaContentBlockParam[];
}

/** What the model said, with the beta blocks. */
export interface BetaAssistantMessageParam {
  role: 'assistant';
  content: string | BetaContentBlockParam[];
}

/** One turn, with the beta blocks. */
export type BetaMessageParam = BetaUserMessageParam | BetaAssistantMessageParam | BetaSystemMessageParam;
