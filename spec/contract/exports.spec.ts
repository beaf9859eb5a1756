import { describe, expect, it } from '@jest/globals';
import '@angular/compiler';
import * as root from '../../lib/index.ts';
import * as angular from '../../lib/angular/index.ts';
import * as bedrock from '../../lib/bedrock/index.ts';
import * as markdown from '../../lib/markdown/index.ts';
import * as opentelemetry from '../../lib/opentelemetry/index.ts';
import * as relay from '../../lib/relay/index.ts';
import * as redis from '../../lib/relay/redis/index.ts';
import * as testing from '../../lib/testing/index.ts';
import * as vertex from '../../lib/vertex/index.ts';

/** Every public value, so that adding or losing one is a decision. */
describe('the public names', () => {
  it('of anthropic-rxjs', () => {
    expect(Object.keys(root).sort()).toMatchInlineSnapshot(`
      [
        "APIConnectionError",
        "APIError",
        "APITimeoutError",
        "APIUserAbortError",
        "AnthropicClient",
        "AnthropicError",
        "AuthenticationError",
        "BadRequestError",
        "ClientClosedRequestError",
        "ConflictError",
        "ContentTooLargeError",
        "CursorExpiredError",
        "GatewayTimeoutError",
        "IncompleteOutputError",
        "IncompleteStreamError",
        "InternalServerError",
        "InvalidOptionsError",
        "InvalidParamsError",
        "LogFullError",
        "LogLostError",
        "MalformedEventError",
        "MalformedResponseError",
        "MalformedStreamError",
        "MaxTurnsError",
        "NotAnEventStreamError",
        "NotFoundError",
        "NotImplementedError",
        "OutputValidationError",
        "OverloadedError",
        "PaymentRequiredError",
        "PermissionDeniedError",
        "PreconditionFailedError",
        "ProducerLostError",
        "RateLimitError",
        "RefusalError",
        "RelayClosedError",
        "RequestHeaderFieldsTooLargeError",
        "RequestTimeoutError",
        "ServiceUnavailableError",
        "StreamDeadlineError",
        "StreamError",
        "ToolError",
        "ToolInputError",
        "UnknownStreamError",
        "UnprocessableEntityError",
        "chat",
        "citations",
        "coalesceText",
        "contentBlocks",
        "continuationParams",
        "conversation",
        "createGate",
        "drainWith",
        "errorText",
        "eventsOfType",
        "fallbackTo",
        "finalMessage",
        "finalOutput",
        "finalText",
        "fromAsyncIterable",
        "fromMessage",
        "fromServerSentEvents",
        "fromServerSentValues",
        "hedge",
        "helperEvents",
        "inputJsonDeltas",
        "isAPIError",
        "isAnthropicError",
        "isRestartEvent",
        "isRetryable",
        "isUnknownBlock",
        "isUnknownCitation",
        "isUnknownDelta",
        "isUnknownEvent",
        "isUnknownStopReason",
        "limitConcurrency",
        "openResponse",
        "outputElements",
        "outputFormat",
        "outputTool",
        "partialOutput",
        "raceFirstText",
        "rawToolInput",
        "resumeInterrupted",
        "retainPartial",
        "retryMessage",
        "runTools",
        "shareStream",
        "smoothText",
        "snapshots",
        "streamMetrics",
        "streamState",
        "textDeltas",
        "textSnapshots",
        "thinkingDeltas",
        "toAsyncIterable",
        "toHistory",
        "toNdjson",
        "toReadableStream",
        "toResponse",
        "toServerSentEvents",
        "tool",
        "toolInputs",
        "toolUses",
        "turnEvents",
        "usage",
      ]
    `);
  });

  it('of anthropic-rxjs/angular', () => {
    expect(Object.keys(angular).sort()).toEqual(['chat', 'injectAnthropic', 'messageStream', 'provideAnthropic']);
  });

  it('of anthropic-rxjs/markdown', () => {
    expect(Object.keys(markdown).sort()).toMatchInlineSnapshot(`
      [
        "markdownBlocks",
        "safeUrl",
        "turnBlocks",
      ]
    `);
  });

  it('of anthropic-rxjs/bedrock and anthropic-rxjs/vertex', () => {
    expect([Object.keys(bedrock), Object.keys(vertex)]).toEqual([['bedrock'], ['vertex']]);
  });

  it('of anthropic-rxjs/relay', () => {
    expect(Object.keys(relay).sort()).toMatchInlineSnapshot(`
      [
        "createRelay",
        "memoryLog",
        "proxyHandler",
        "relayHandler",
        "relayed",
        "relayedStream",
        "safeBlocks",
        "safeParams",
        "toNodeHandler",
      ]
    `);
  });

  it('of anthropic-rxjs/opentelemetry', () => {
    expect(Object.keys(opentelemetry).sort()).toEqual(['telemetry', 'traceRuns']);
  });

  it('of anthropic-rxjs/relay/redis', () => {
    expect(Object.keys(redis).sort()).toEqual(['fromIORedis', 'redisLog']);
  });

  it('of anthropic-rxjs/testing', () => {
    expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
      [
        "errorBody",
        "fakeFetch",
        "historyIssues",
        "invokeModelBody",
        "messageEvents",
        "sseBody",
        "startReplayServer",
      ]
    `);
  });
});
