import { describe, expect, it } from '@jest/globals';
import * as root from '../../lib/index.ts';
import * as relay from '../../lib/relay/index.ts';
import * as testing from '../../lib/testing/index.ts';

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
        "BetaMessages",
        "ClientClosedRequestError",
        "ConflictError",
        "ContentTooLargeError",
        "GatewayTimeoutError",
        "IncompleteOutputError",
        "IncompleteStreamError",
        "InternalServerError",
        "InvalidParamsError",
        "MalformedEventError",
        "MalformedResponseError",
        "MalformedStreamError",
        "MaxTurnsError",
        "Messages",
        "NotAnEventStreamError",
        "NotFoundError",
        "NotImplementedError",
        "OutputValidationError",
        "OverloadedError",
        "PaymentRequiredError",
        "PermissionDeniedError",
        "PreconditionFailedError",
        "RateLimitError",
        "RefusalError",
        "RequestHeaderFieldsTooLargeError",
        "RequestTimeoutError",
        "ServiceUnavailableError",
        "StreamDeadlineError",
        "StreamError",
        "ToolError",
        "ToolInputError",
        "UnprocessableEntityError",
        "citations",
        "contentBlocks",
        "continuationParams",
        "defaultRetryPolicy",
        "eventsOfType",
        "finalMessage",
        "finalOutput",
        "finalText",
        "fromAsyncIterable",
        "fromMessage",
        "fromServerSentEvents",
        "helperEvents",
        "inputJsonDeltas",
        "isAPIError",
        "isAnthropicError",
        "isRestartEvent",
        "isRetryable",
        "isToolInputBlock",
        "isUnknownBlock",
        "isUnknownCitation",
        "isUnknownDelta",
        "isUnknownEvent",
        "isUnknownStopReason",
        "outputElements",
        "outputFormat",
        "outputTool",
        "partialOutput",
        "rawToolInput",
        "resumeInterrupted",
        "retainPartial",
        "retryMessage",
        "runTools",
        "snapshots",
        "textDeltas",
        "textSnapshots",
        "thinkingDeltas",
        "toHistory",
        "tool",
        "toolInputs",
        "toolUses",
        "turnEvents",
        "usage",
      ]
    `);
  });

  it('of anthropic-rxjs/relay', () => {
    expect(Object.keys(relay).sort()).toMatchInlineSnapshot(`
      [
        "proxyHandler",
        "safeBlocks",
        "safeParams",
        "toNodeHandler",
      ]
    `);
  });

  it('of anthropic-rxjs/testing', () => {
    expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
      [
        "errorBody",
        "fakeFetch",
        "messageEvents",
        "sseBody",
        "startReplayServer",
      ]
    `);
  });
});
