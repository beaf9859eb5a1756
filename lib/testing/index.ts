export type { Chunking } from './chunking.ts';
export type { SigningCredentials } from './check-signature.ts';
export type { DialectName } from './create-dialect.ts';
export { errorBody, type ErrorBody } from './error-body.ts';
export { fakeFetch, type FakeFetch, type FakeFetchOptions, type FakeReply } from './fake-fetch.ts';
export { historyIssues, type HistoryRules } from './history-issues.ts';
export { invokeModelBody } from './invoke-model-body.ts';
export { messageEvents, type BlockSpec, type MessageSpec, type ToolUseSpec } from './message-events.ts';
export type { Pace } from './pace.ts';
export {
  startReplayServer,
  type ReplayResponse,
  type ReplayServer,
  type ReplayServerOptions,
  type RespondFunction,
} from './replay-server.ts';
export type { Reply, ReplyChunks, ReplyInit } from './reply.ts';
export type { RequestBody, RequestOutcome, SeenRequest } from './seen-request.ts';
export { sseBody, type WireEvent } from './sse-body.ts';
