import { LanguageModel } from '@effect/ai';
import { AnthropicClient, AnthropicLanguageModel } from '@effect/ai-anthropic';
import { FetchHttpClient } from '@effect/platform';
import { ChatAnthropic } from '@langchain/anthropic';
import { Effect, Layer, Redacted, Stream } from 'effect';

const model = 'claude-sonnet-5';

export const contestants = {
  '@langchain/anthropic, stream': async ({ fetch, baseURL }) => {
    const chat = new ChatAnthropic({ apiKey: 'key', model, maxRetries: 0, clientOptions: { fetch, baseURL } });
    for await (const _ of await chat.stream('Hello'));
  },
  '@effect/ai-anthropic, streamText': ({ fetch, baseURL }) => {
    const client = AnthropicClient.layer({ apiKey: Redacted.make('key'), apiUrl: baseURL });
    const layer = AnthropicLanguageModel.layer({ model, config: { max_tokens: 1024 } }).pipe(
      Layer.provide(client),
      Layer.provide(FetchHttpClient.layer),
      Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)),
    );
    return LanguageModel.streamText({ prompt: 'Hello' }).pipe(
      Stream.runDrain,
      Effect.provide(layer),
      Effect.runPromise,
    );
  },
};
