type ListedErrorCode =
  | 'available_tools_limit_exceeded'
  | 'claude_code_key_creator_not_member'
  | 'claude_code_version_too_old'
  | 'cmek_key_disabled'
  | 'cmek_key_network_blocked'
  | 'compaction_block_ambiguous'
  | 'compaction_block_misplaced'
  | 'compaction_content_mismatch'
  | 'compaction_incomplete_turn'
  | 'compaction_nothing_to_summarize'
  | 'compaction_signature_invalid'
  | 'compaction_too_many_tool_references'
  | 'compaction_tool_changes_mismatch'
  | 'image_dimensions_too_large'
  | 'organization_on_hold'
  | 'request_body_encoding_invalid'
  | 'request_body_encoding_unsupported'
  | 'thread_already_continued'
  | 'thread_continue_in_flight'
  | 'thread_fingerprint_mismatch'
  | 'thread_unsupported_request'
  | 'tool_name_conflict'
  | 'tool_reference_unresolved'
  | 'user_profile_required'
  | 'request_body_timeout'
  | 'unsupported_charset'
  | 'organization_not_enrolled_in_beta'
  | 'linked_organization_billing_unavailable'
  | 'linked_organization_spend_limit_reached'
  | 'user_profile_billing_not_authorized'
  | 'user_profile_not_billable'
  | 'sandbox_egress_restricted'
  | 'thread_not_found'
  | 'skill_read_blocked_undecryptable'
  | 'request_body_too_large_after_decoding'
  | 'contract_spend_limit_reached'
  | 'enforced_spend_limit_reached'
  | 'ramp_limit_exceeded'
  | 'cmek_key_unreachable'
  | 'cmek_context_unavailable'
  | 'compaction_unavailable';

/**
 * `error.details.error_code`: the most specific code of the API for an error. The list is open: branch on the codes
 * that you know, and treat every other code like its `type` alone.
 */
export type ErrorCode = ListedErrorCode | (string & {});

/** Details of `image_dimensions_too_large`: scale or remove each image in `paths`, then send the request again. */
export interface ImageDimensionsTooLargeErrorDetails {
  error_code: 'image_dimensions_too_large';
  /** The largest width or height that an image of this request may have, in pixels. */
  max_side_length_pixels: number;
  /** Each image above that limit, in the order of the request, such as `messages.0.content.1`. */
  paths: string[];
}

/** Details of every other code. A code newer than this library is typed in `APIError.errorCode` only. */
export interface OtherErrorDetails {
  error_code?: Exclude<ListedErrorCode, 'image_dimensions_too_large'> | null | undefined;
  [field: string]: unknown;
}

/**
 * `error.details` of an error body: compare `error_code` to narrow it.
 *
 * @example The images to scale down
 * ```ts
 * import type { ErrorDetails } from 'anthropic-rxjs';
 *
 * const tooLarge = (details: ErrorDetails | null) =>
 *   details?.error_code === 'image_dimensions_too_large' ? details.paths : [];
 * ```
 */
export type ErrorDetails = ImageDimensionsTooLargeErrorDetails | OtherErrorDetails;
