// Client
export type { AnthropicClientOptions } from './client/anthropic-client-options.ts';
export { AnthropicClient } from './client/anthropic-client.ts';
export type { BetaMessages } from './client/beta-messages.ts';
export type { Call, CallInterceptor, CallValue, SendCall } from './client/call-interceptor.ts';
export type { Messages } from './client/messages.ts';
export type { RetryDelay } from './errors/retry-delay.ts';
export type { APIResponse } from './stream/api-response.ts';
export type { MessageStreamResponse } from './stream/message-stream-response.ts';
export type { AttemptRequest, Interceptor, SendAttempt } from './transport/intercept.ts';
export type { Logger, LogLevel } from './transport/logger.ts';
export { type OpenResponse, openResponse } from './transport/open-response.ts';
export type { HeadersInput, HeaderValue } from './transport/read-headers.ts';
export type { BodyOptions, Deadlines, RequestOptions, ResponseOptions } from './transport/request-options.ts';
export type { CredentialSource } from './transport/transport-options.ts';
export type { RateLimit, RateLimits } from './types/rate-limits.ts';

// Operators
export { citations, type IndexedCitation } from './operators/citations.ts';
export { coalesceText, type CoalesceTextOptions } from './operators/coalesce-text.ts';
export { type BlockOf, contentBlocks, type IndexedBlock } from './operators/content-blocks.ts';
export type { TokenPrices } from './operators/cost-of.ts';
export type { TextUnit } from './operators/cut-text.ts';
export { eventsOfType } from './operators/events-of-type.ts';
export { fallbackTo, type FallbackOptions } from './operators/fallback-to.ts';
export { finalMessage } from './operators/final-message.ts';
export { finalText } from './operators/final-text.ts';
export { hedge, type HedgeOptions } from './operators/hedge.ts';
export { type HelperEvent, helperEvents } from './operators/helper-events.ts';
export { type IndexedInputJSON, inputJsonDeltas } from './operators/input-json-deltas.ts';
export { limitConcurrency, type Limited, type LimitedOptions } from './operators/limit-concurrency.ts';
export { raceFirstText } from './operators/race-first-text.ts';
export { resumeInterrupted, type ResumeOptions } from './operators/resume-interrupted.ts';
export { retainPartial } from './operators/retain-partial.ts';
export { retryMessage, type RetryMessageOptions } from './operators/retry-message.ts';
export { type SharedStream, shareStream, type ShareStreamOptions } from './operators/share-stream.ts';
export { smoothText, type SmoothTextOptions } from './operators/smooth-text.ts';
export { snapshots } from './operators/snapshots.ts';
export { type StreamMetrics, streamMetrics, type StreamMetricsOptions } from './operators/stream-metrics.ts';
export { type StreamState, streamState } from './operators/stream-state.ts';
export { textDeltas } from './operators/text-deltas.ts';
export { textSnapshots } from './operators/text-snapshots.ts';
export { thinkingDeltas } from './operators/thinking-deltas.ts';
export { type GrowingToolInput, toolInputs } from './operators/tool-inputs.ts';
export { toolUses } from './operators/tool-uses.ts';
export { usage } from './operators/usage.ts';
export type { MessageOf } from './types/message-of.ts';

// Structured output
export { finalOutput } from './output/final-output.ts';
export { outputElements, type OutputElementsOptions } from './output/output-elements.ts';
export { outputFormat } from './output/output-format.ts';
export { outputTool } from './output/output-tool.ts';
export { type DeepPartial, partialOutput } from './output/partial-output.ts';
export type {
  JSONSchema,
  Schema,
  SchemaInput,
  SchemaOutput,
  StandardIssue,
  StandardResult,
  StandardSchema,
} from './types/standard-schema.ts';

// Tools and turns
export { continuationParams } from './accumulate/continuation-params.ts';
export { rawToolInput } from './accumulate/raw-tool-input.ts';
export { toHistory } from './accumulate/to-history.ts';
export type { RawToolInput } from './accumulate/tool-input.ts';
export type { ChatApprove } from './turns/ask-approval.ts';
export type { Chat } from './turns/chat-interface.ts';
export type { ChatOptions } from './turns/chat-options.ts';
export type { ChatSource } from './turns/chat-source.ts';
export type { ChatState, ChatStatus } from './turns/chat-state.ts';
export type { CallOutcome, ChatToolUse, ChatTurn, ChatTurnStatus } from './turns/chat-turn.ts';
export { chat, type ChatParams } from './turns/chat.ts';
export {
  type Conversation,
  conversation,
  type RefusedTurn,
  type SendOptions,
  type StreamingClient,
} from './turns/conversation.ts';
export type { MessageSource } from './turns/message-source.ts';
export type { Approval, Approve } from './turns/plan-call.ts';
export { runTools } from './turns/run-tools.ts';
export type { SavedChat } from './turns/saved-chat.ts';
export type { ToolOutput } from './turns/tool-output.ts';
export type {
  RunFinishedEvent,
  ToolCallEvent,
  ToolFailedEvent,
  ToolFinishedEvent,
  ToolProgressEvent,
  ToolRunEvent,
  ToolStartedEvent,
  TurnFinishedEvent,
} from './turns/tool-run-event.ts';
export type { PrepareTurn, ToolRunOptions } from './turns/tool-run-options.ts';
export {
  type RunnableTool,
  tool,
  type ToolContext,
  type ToolOptionsOf,
  type ToolUse,
  type ToolUseOf,
} from './turns/tool.ts';
export { turnEvents, type TurnMessageEvent } from './turns/turn-events.ts';

// Bridges
export { createGate, type Gate } from './bridges/create-gate.ts';
export { drainWith, type DrainOptions } from './bridges/drain-with.ts';
export { fromAsyncIterable } from './bridges/from-async-iterable.ts';
export { fromMessage } from './bridges/from-message.ts';
export { fromServerSentEvents } from './bridges/from-server-sent-events.ts';
export { fromServerSentValues } from './bridges/from-server-sent-values.ts';
export { toAsyncIterable } from './bridges/to-async-iterable.ts';
export { toNdjson } from './bridges/to-ndjson.ts';
export { type PullOptions, toReadableStream } from './bridges/to-readable-stream.ts';
export { toResponse, type ToResponseOptions } from './bridges/to-response.ts';
export {
  type MessageEventLike,
  type ServerSentEventsOptions,
  toServerSentEvents,
} from './bridges/to-server-sent-events.ts';
export type { ServerSentEvent } from './types/server-sent-event.ts';

// Errors
export { AnthropicError, isAnthropicError } from './errors/anthropic-error.ts';
export { APIConnectionError } from './errors/api-connection-error.ts';
export { APIError, isAPIError } from './errors/api-error.ts';
export { APITimeoutError } from './errors/api-timeout-error.ts';
export { APIUserAbortError } from './errors/api-user-abort-error.ts';
export { AuthenticationError } from './errors/authentication-error.ts';
export { BadRequestError } from './errors/bad-request-error.ts';
export { ClientClosedRequestError } from './errors/client-closed-request-error.ts';
export { ConflictError } from './errors/conflict-error.ts';
export { ContentTooLargeError } from './errors/content-too-large-error.ts';
export { CursorExpiredError } from './errors/cursor-expired-error.ts';
export { errorText } from './errors/error-text.ts';
export { GatewayTimeoutError } from './errors/gateway-timeout-error.ts';
export { IncompleteOutputError } from './errors/incomplete-output-error.ts';
export { IncompleteStreamError } from './errors/incomplete-stream-error.ts';
export { InternalServerError } from './errors/internal-server-error.ts';
export { InvalidOptionsError } from './errors/invalid-options-error.ts';
export { InvalidParamsError } from './errors/invalid-params-error.ts';
export { isRetryable } from './errors/is-retryable.ts';
export { LogFullError } from './errors/log-full-error.ts';
export { LogLostError } from './errors/log-lost-error.ts';
export { MalformedEventError } from './errors/malformed-event-error.ts';
export { MalformedResponseError } from './errors/malformed-response-error.ts';
export { MalformedStreamError } from './errors/malformed-stream-error.ts';
export { MaxTurnsError } from './errors/max-turns-error.ts';
export { NotAnEventStreamError } from './errors/not-an-event-stream-error.ts';
export { NotFoundError } from './errors/not-found-error.ts';
export { NotImplementedError } from './errors/not-implemented-error.ts';
export { OutputValidationError } from './errors/output-validation-error.ts';
export { OverloadedError } from './errors/overloaded-error.ts';
export { PaymentRequiredError } from './errors/payment-required-error.ts';
export { PermissionDeniedError } from './errors/permission-denied-error.ts';
export { PreconditionFailedError } from './errors/precondition-failed-error.ts';
export { ProducerLostError } from './errors/producer-lost-error.ts';
export { RateLimitError } from './errors/rate-limit-error.ts';
export { RefusalError } from './errors/refusal-error.ts';
export { RelayClosedError } from './errors/relay-closed-error.ts';
export { RequestHeaderFieldsTooLargeError } from './errors/request-header-fields-too-large-error.ts';
export { RequestTimeoutError } from './errors/request-timeout-error.ts';
export { ServiceUnavailableError } from './errors/service-unavailable-error.ts';
export { type Deadline, StreamDeadlineError } from './errors/stream-deadline-error.ts';
export { StreamError } from './errors/stream-error.ts';
export { ToolError } from './errors/tool-error.ts';
export { ToolInputError } from './errors/tool-input-error.ts';
export { UnknownStreamError } from './errors/unknown-stream-error.ts';
export { UnprocessableEntityError } from './errors/unprocessable-entity-error.ts';
export type {
  ErrorCode,
  ErrorDetails,
  ImageDimensionsTooLargeErrorDetails,
  OtherErrorDetails,
} from './types/error-code.ts';
export type { Issue } from './types/issue.ts';

// Events
export type {
  BetaContentBlockDelta,
  BetaThinkingDelta,
  CitationsDelta,
  CompactionDelta,
  ContentBlockDelta,
  InputJSONDelta,
  SignatureDelta,
  TextDelta,
  ThinkingDelta,
  UnknownDelta,
} from './types/content-block-delta.ts';
export { isRestartEvent } from './types/is-restart-event.ts';
export { isUnknownDelta } from './types/is-unknown-delta.ts';
export { isUnknownEvent } from './types/is-unknown-event.ts';
export type {
  BetaContentBlockDeltaEvent,
  BetaContentBlockStartEvent,
  BetaMessageDeltaEvent,
  BetaMessageStartEvent,
  BetaMessageStreamEvent,
  ContentBlockDeltaEvent,
  ContentBlockStartEvent,
  ContentBlockStopEvent,
  MessageDeltaEvent,
  MessageStartEvent,
  MessageStopEvent,
  MessageStreamEvent,
  UnknownEvent,
} from './types/message-stream-event.ts';
export type { RestartEvent } from './types/restart-event.ts';
export type { Unlisted } from './types/unlisted.ts';

// Messages
export type {
  AdvisorToolResultBlock,
  CompactionBlock,
  FallbackBlock,
  MCPToolListingBlock,
  MCPToolResultBlock,
  MCPToolUseBlock,
} from './types/beta-content-block.ts';
export type { Caller } from './types/caller.ts';
export type {
  BashCodeExecutionOutput,
  BashCodeExecutionResult,
  BashCodeExecutionToolResultBlock,
  BashCodeExecutionToolResultError,
  CodeExecutionErrorCode,
  CodeExecutionOutput,
  CodeExecutionResult,
  CodeExecutionToolResultBlock,
  CodeExecutionToolResultError,
  EncryptedCodeExecutionResult,
  TextEditorCodeExecutionCreateResult,
  TextEditorCodeExecutionStrReplaceResult,
  TextEditorCodeExecutionToolResultBlock,
  TextEditorCodeExecutionToolResultError,
  TextEditorCodeExecutionViewResult,
} from './types/code-execution-block.ts';
export type {
  BetaContentBlock,
  BetaServerToolUseBlock,
  ContainerUploadBlock,
  ContentBlock,
  RedactedThinkingBlock,
  ServerToolUseBlock,
  ThinkingBlock,
  ToolInputBlock,
  ToolUseBlock,
  UnknownBlock,
} from './types/content-block.ts';
export { isUnknownBlock } from './types/is-unknown-block.ts';
export { isUnknownCitation } from './types/is-unknown-citation.ts';
export { isUnknownStopReason } from './types/is-unknown-stop-reason.ts';
export type {
  BetaMessage,
  CacheMissReason,
  Container,
  Diagnostics,
  InputTransformation,
  Message,
} from './types/message.ts';
export type {
  Base64PDFSource,
  DocumentBlock,
  PlainTextSource,
  ToolReferenceBlock,
  ToolSearchToolResultBlock,
  ToolSearchToolResultError,
  ToolSearchToolSearchResult,
  WebFetchResult,
  WebFetchToolResultBlock,
  WebFetchToolResultError,
  WebSearchResult,
  WebSearchToolResultBlock,
  WebSearchToolResultError,
} from './types/server-tool-result-block.ts';
export type { BetaRefusalStopDetails, RefusalCategory, RefusalStopDetails } from './types/stop-details.ts';
export type { BetaStopReason, StopReason } from './types/stop-reason.ts';
export type { TextBlock } from './types/text-block.ts';
export type {
  CitationCharLocation,
  CitationContentBlockLocation,
  CitationPageLocation,
  CitationSearchResultLocation,
  CitationWebSearchResultLocation,
  TextCitation,
  UnknownCitation,
} from './types/text-citation.ts';
export type {
  BetaMessageDeltaUsage,
  BetaUsage,
  CacheCreation,
  FallbackCreditReason,
  FallbackCreditUsage,
  IterationTokens,
  IterationUsage,
  MessageDeltaUsage,
  OutputTokensDetails,
  ServerToolUsage,
  Usage,
} from './types/usage.ts';

// Requests
export type { AnthropicBeta } from './types/anthropic-beta.ts';
export type {
  BetaMessageCreateParams,
  FallbackParam,
  MCPServerURLDefinition,
} from './types/beta-message-create-params.ts';
export type { CacheControlEphemeral, Cacheable } from './types/cache-control.ts';
export type {
  AdvisorToolResultBlockParam,
  BashCodeExecutionToolResultBlockParam,
  BetaContentBlockParam,
  BetaServerToolUseBlockParam,
  CodeExecutionToolResultBlockParam,
  CompactionBlockParam,
  ContainerUploadBlockParam,
  ContentBlockParam,
  FallbackBlockParam,
  MCPToolUseBlockParam,
  RequestMCPToolResultBlockParam,
  ServerToolUseBlockParam,
  TextEditorCodeExecutionToolResultBlockParam,
  ToolSearchToolResultBlockParam,
  ToolUseBlockParam,
  WebFetchToolResultBlockParam,
  WebSearchToolResultBlockParam,
} from './types/content-block-param.ts';
export type {
  Base64ImageSource,
  ContentBlockSource,
  DocumentBlockParam,
  FileSource,
  ImageBlockParam,
  SearchResultBlockParam,
  TextBlockParam,
  URLSource,
} from './types/content-source.ts';
export type {
  AppliedEdit,
  ClearThinkingEdit,
  ClearToolUsesEdit,
  CompactEdit,
  ContextManagementConfig,
  InputTokens,
  ToolUses,
} from './types/context-management.ts';
export type {
  BetaMessageCountTokensParams,
  BetaMessageTokensCount,
  MessageCountTokensParams,
  MessageTokensCount,
} from './types/message-count-tokens-params.ts';
export type { ContainerParams, MessageCreateParams } from './types/message-create-params.ts';
export type {
  AssistantMessageParam,
  BetaAssistantMessageParam,
  BetaMessageParam,
  BetaSystemMessageParam,
  BetaUserMessageParam,
  MessageParam,
  SystemMessageParam,
  UserMessageParam,
} from './types/message-param.ts';
export type { Model } from './types/model.ts';
export type { BetaOutputConfig, Effort, JSONOutputFormat, OutputConfig } from './types/output-config.ts';
export type { TextCitationParam } from './types/text-citation-param.ts';
export type {
  BetaThinkingBinding,
  BetaThinkingConfigParam,
  ThinkingConfigAdaptive,
  ThinkingConfigBetweenTools,
  ThinkingConfigDisabled,
  ThinkingConfigEnabled,
  ThinkingConfigParam,
} from './types/thinking-config-param.ts';
export type { ToolAdditionBlock, ToolChangeReference, ToolRemovalBlock } from './types/tool-change.ts';
export type { ToolChoice, ToolChoiceAny, ToolChoiceAuto, ToolChoiceNone, ToolChoiceTool } from './types/tool-choice.ts';
export type {
  BrowserStateBlockParam,
  BrowserStateChange,
  ToolReferenceBlockParam,
  ToolResultBlockParam,
  ToolResultContent,
} from './types/tool-result-block-param.ts';

// Tools of the API
export type {
  AdvisorTool20260301,
  BetaTool,
  BetaToolUnion,
  ComputerUseOptions,
  MCPTool,
  MCPToolConfig,
  MCPToolset,
  ToolBash20241022,
  ToolComputerUse,
  ToolComputerUse20251124,
  ToolTextEditor20241022,
} from './types/beta-tool-param.ts';
export type {
  BrowserClick,
  BrowserCoordinateTarget,
  BrowserMemberInputs,
  BrowserMemberName,
  BrowserMouse,
  BrowserRefTarget,
  BrowserTab,
  BrowserToolset20260801,
} from './types/browser-toolset.ts';
export type {
  ComputerClick,
  ComputerMemberInputs,
  ComputerMemberName,
  ComputerToolset20260801,
} from './types/computer-toolset.ts';
export type {
  MemoryCommand,
  MemoryCreateCommand,
  MemoryDeleteCommand,
  MemoryInsertCommand,
  MemoryRenameCommand,
  MemoryStrReplaceCommand,
  MemoryViewCommand,
} from './types/memory-command.ts';
export type {
  CodeExecutionTool,
  ServerToolUnion,
  ToolSearchToolBm25,
  ToolSearchToolRegex,
  UserLocation,
  WebFetchOptions,
  WebFetchTool,
  WebFetchTool20260309,
  WebFetchTool20260318,
  WebFetchURLSourceTools,
  WebFetchURLSources,
  WebSearchOptions,
  WebSearchTool,
  WebSearchTool20260318,
} from './types/server-tool-param.ts';
export type { ClientToolOptions, ToolOptions } from './types/tool-options.ts';
export type {
  ClientToolUnion,
  MemoryTool20250818,
  Tool,
  ToolBash20250124,
  ToolTextEditor20250124,
  ToolTextEditor20250429,
  ToolTextEditor20250728,
  ToolUnion,
} from './types/tool-param.ts';
export type { ToolsetConfigs, ToolsetMemberConfig } from './types/toolset.ts';
