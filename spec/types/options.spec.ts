import { describe, expect, it } from '@jest/globals';
import type { MessageStreamOptions } from '../../lib/angular/index.ts';
import type {
  AnthropicClientOptions,
  BodyOptions,
  ChatOptions,
  CoalesceTextOptions,
  Deadlines,
  DrainOptions,
  FallbackOptions,
  HedgeOptions,
  LimitedOptions,
  OutputElementsOptions,
  PullOptions,
  RequestOptions,
  ResumeOptions,
  RetryMessageOptions,
  SendOptions,
  ServerSentEventsOptions,
  ShareStreamOptions,
  SmoothTextOptions,
  StreamMetricsOptions,
  TokenPrices,
  ToolRunOptions,
  ToResponseOptions,
  MessageStreamEvent,
} from '../../lib/index.ts';
import type { RecordedContent, RunTelemetryOptions, TelemetryOptions } from '../../lib/opentelemetry/index.ts';
import type {
  AllowPolicy,
  AttachOptions,
  MemoryLogOptions,
  ProxyOptions,
  RelayedCallOptions,
  RelayedStreamOptions,
  RelayHandlerOptions,
  RelayOptions,
} from '../../lib/relay/index.ts';
import type { RedisLogOptions } from '../../lib/relay/redis/index.ts';
import type {
  FakeFetchOptions,
  HistoryRules,
  MessageSpec,
  ReplayServerOptions,
  ReplyInit,
  ToolUseSpec,
} from '../../lib/testing/index.ts';
import type { Same } from '../support/type-assertions.ts';

/** The names of the options that may be absent. */
type Optional<T> = { [Name in keyof T]-?: object extends Pick<T, Name> ? Name : never }[keyof T];

/** The options that may be absent but not `undefined`, which differs with `exactOptionalPropertyTypes`. */
type Exact<T> = {
  [Name in Optional<T>]: Record<Name, undefined> extends Pick<T, Name> ? never : Name;
}[Optional<T>];

/** The same for each of a list of types. */
type ExactOfAll<Types extends readonly object[]> = { [Index in keyof Types]: Exact<Types[Index]> }[number];

describe('an option', () => {
  it('may be undefined when it may be absent', () => {
    type Options = [
      AllowPolicy,
      AnthropicClientOptions,
      AttachOptions,
      BodyOptions,
      ChatOptions,
      CoalesceTextOptions,
      Deadlines,
      DrainOptions,
      FakeFetchOptions,
      FallbackOptions,
      HedgeOptions,
      HistoryRules,
      LimitedOptions,
      MemoryLogOptions,
      MessageSpec,
      MessageStreamOptions,
      OutputElementsOptions,
      ProxyOptions,
      PullOptions,
      RecordedContent,
      RedisLogOptions,
      RelayedCallOptions,
      RelayedStreamOptions,
      RelayHandlerOptions,
      RelayOptions,
      ReplayServerOptions,
      ReplyInit,
      RequestOptions,
      ResumeOptions<MessageStreamEvent>,
      RetryMessageOptions,
      RunTelemetryOptions,
      SendOptions,
      ServerSentEventsOptions,
      ShareStreamOptions,
      SmoothTextOptions,
      StreamMetricsOptions,
      TelemetryOptions,
      TokenPrices,
      ToolRunOptions,
      ToolUseSpec,
      ToResponseOptions,
    ];
    expect(true satisfies Same<ExactOfAll<Options>, never>).toBe(true);
  });
});
