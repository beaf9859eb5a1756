import { describe, expect, it } from '@jest/globals';
import * as root from '../../lib/index.ts';
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
        "IncompleteStreamError",
        "InternalServerError",
        "InvalidParamsError",
        "MalformedEventError",
        "MalformedResponseError",
        "MalformedStreamError",
        "Messages",
        "NotAnEventStreamError",
        "NotFoundError",
        "NotImplementedError",
        "OverloadedError",
        "PaymentRequiredError",
        "PermissionDeniedError",
        "PreconditionFailedError",
        "RateLimitError",
        "RequestHeaderFieldsTooLargeError",
        "RequestTimeoutError",
        "ServiceUnavailableError",
        "StreamDeadlineError",
        "StreamError",
        "ToolInputError",
        "UnprocessableEntityError",
        "citations",
        "contentBlocks",
        "continuationParams",
        "defaultRetryPolicy",
        "eventsOfType",
        "finalMessage",
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
        "rawToolInput",
        "resumeInterrupted",
        "retainPartial",
        "retryMessage",
        "snapshots",
        "textDeltas",
        "textSnapshots",
        "thinkingDeltas",
        "toHistory",
        "toolInputs",
        "toolUses",
        "usage",
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
