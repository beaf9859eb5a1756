import type { CacheControlEphemeral } from './cache-control.ts';
import type { TextBlockParam } from './content-source.ts';
import type { MessageParam } from './message-param.ts';
import type { Model } from './model.ts';
import type { OutputConfig } from './output-config.ts';
import type { ThinkingConfigParam } from './thinking-config-param.ts';
import type { ToolChoice } from './tool-choice.ts';
import type { ToolUnion } from './tool-param.ts';

/** A container to reuse, or skills to load into one. */
export interface ContainerParams {
  id?: string | null | undefined;
  skills?: { type: 'anthropic' | 'custom'; skill_id: string; version?: string | undefined }[] | null | undefined;
}

/**
 * The params of one call. A misspelt param does not compile. The client sends params newer than this library unchanged;
 * pass one by spreading a variable: `const extra = { new_param: 1 }; client.messages.stream({ ...params, ...extra })`.
 */
export interface MessageCreateParams {
  model: Model;
  /** The maximum length of the reply, in tokens. */
  max_tokens: number;
  /**
   * The conversation so far. To continue it, append the `content` of the reply as an `assistant` turn, then your own
   * turn.
   */
  messages: MessageParam[];
  /** A cache breakpoint on the last block that can have one. */
  cache_control?: CacheControlEphemeral | null | undefined;
  /** A container to run code in, by id or with skills. */
  container?: ContainerParams | string | null | undefined;
  /** Requests the reason why the prompt cache was not used; `null` in the first turn. */
  diagnostics?: { previous_message_id?: string | null | undefined } | null | undefined;
  /** The region that serves the request. */
  inference_geo?: string | null | undefined;
  /** An opaque id of your user. */
  metadata?: { user_id?: string | null | undefined } | undefined;
  /** Effort, and a JSON Schema for the reply. */
  output_config?: OutputConfig | undefined;
  /** Whether the request may use priority capacity. */
  service_tier?: 'auto' | 'standard_only' | undefined;
  /** Fast mode; some models need the beta `fast-mode-2026-02-01` too. */
  speed?: 'standard' | 'fast' | null | undefined;
  /** Strings that end the reply. */
  stop_sequences?: string[] | undefined;
  /** The system prompt. */
  system?: string | TextBlockParam[] | undefined;
  /** Whether and how the model thinks first. */
  thinking?: ThinkingConfigParam | undefined;
  /** Whether the model must call a tool. */
  tool_choice?: ToolChoice | undefined;
  /** The tools that the model may call. */
  tools?: ToolUnion[] | undefined;
  /** Sent as the header `anthropic-user-profile-id`. */
  user_profile_id?: string | undefined;
  /** Sent as the header `anthropic-workspace-id`. */
  workspace_id?: string | undefined;
  /**
   * The randomness of the reply, from 0 to 1. Only with `apiVersion: '2023-06-01'`; newer versions and many models
   * reject it.
   */
  temperature?: number | undefined;
  /** Nucleus sampling, from 0 to 1. Only with `apiVersion: '2023-06-01'`; newer versions and many models reject it. */
  top_p?: number | undefined;
  /**
   * The number of most likely tokens to sample from. Only with `apiVersion: '2023-06-01'`; newer versions and many
   * models reject it.
   */
  top_k?: number | undefined;
}
