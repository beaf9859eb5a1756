import type { BetaContentBlock, ContentBlock } from './content-block.ts';
import type { AppliedEdit } from './context-management.ts';
import type { Model } from './model.ts';
import type { BetaRefusalStopDetails, RefusalStopDetails } from './stop-details.ts';
import type { BetaStopReason, StopReason } from './stop-reason.ts';
import type { BetaUsage, Usage } from './usage.ts';

/** The container that code ran in. */
export interface Container {
  id: string;
  /** Its expiry, an ISO 8601 date. */
  expires_at: string;
  skills?: { type: 'anthropic' | 'custom'; skill_id: string; version: string }[] | null | undefined;
}

/** The reason why the prompt cache was not used. */
export type CacheMissReason =
  | {
      type: 'model_changed' | 'system_changed' | 'tools_changed' | 'messages_changed';
      cache_missed_input_tokens: number;
    }
  | { type: 'previous_message_not_found' | 'unavailable' };

/** The answer to `diagnostics` of the request. */
export interface Diagnostics {
  /** `null` until the comparison is complete. */
  cache_miss_reason?: CacheMissReason | null | undefined;
}

/** A reply. Members that servers and proxies may omit are optional. */
export interface Message {
  id: string;
  type: 'message';
  role: 'assistant';
  /** The model that wrote it. */
  model: Model;
  content: ContentBlock[];
  container?: Container | null | undefined;
  diagnostics?: Diagnostics | null | undefined;
  /** `null` until the reply ends. */
  stop_reason?: StopReason | null | undefined;
  /** Which of `stop_sequences` ended it. */
  stop_sequence?: string | null | undefined;
  stop_details?: RefusalStopDetails | null | undefined;
  usage: Usage;
}

/** A part of the request that the API changed, because thinking belonged to another context. */
export interface InputTransformation {
  type: 'thinking_dropped' | 'thinking_mismatch_allowed';
  /** The path to that part, such as `messages.3.content.0`. */
  path: string;
  reason:
    | 'model_binding_mismatch'
    | 'prefix_binding_mismatch'
    | 'organization_binding_mismatch'
    | 'end_user_binding_mismatch';
}

/** A reply with the beta members. Every `Message` is one. */
export interface BetaMessage extends Omit<Message, 'content' | 'stop_details' | 'stop_reason' | 'usage'> {
  content: BetaContentBlock[];
  /** `null` until the reply ends. */
  stop_reason?: BetaStopReason | null | undefined;
  stop_details?: BetaRefusalStopDetails | null | undefined;
  usage: BetaUsage;
  /** The edits of context management to the request. */
  context_management?: { applied_edits: AppliedEdit[] } | null | undefined;
  input_transformations?: InputTransformation[] | null | undefined;
}
