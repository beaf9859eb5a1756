import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { AnthropicClient, tool } from 'anthropic-rxjs';
import { telemetry, traceRuns } from 'anthropic-rxjs/opentelemetry';
import { startReplayServer } from 'anthropic-rxjs/testing';
import { finalize, from, switchMap, tap } from 'rxjs';
import * as z from 'zod/mini';
import { type Demo, model, write } from './support/demo.ts';
import { treeOf } from './support/tree-of.ts';

const weather = tool({
  name: 'get_weather',
  description: 'Get the weather of a place',
  inputSchema: z.object({ location: z.string() }),
  run: () => '18 °C and sunny',
});

export default {
  shows: 'the trace of a run with a tool (telemetry, traceRuns)',
  run: () => {
    const exporter = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const tracer = provider.getTracer('demo');
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const runTools = traceRuns({ tracer, agentName: 'guide' });
    return from(startReplayServer({ tokensPerSecond: 60 })).pipe(
      switchMap((server) => {
        const client = new AnthropicClient({ baseURL: server.url, apiKey: 'any', ...telemetry({ tracer }) });
        const params = {
          model,
          max_tokens: 1024,
          messages: [{ role: 'user' as const, content: "What's the weather in Paris?" }],
        };
        return runTools(client.messages, params, { tools: [weather] }).pipe(
          finalize(() => {
            context.disable();
            void server.close();
          }),
        );
      }),
      tap({ complete: () => write(treeOf(exporter.getFinishedSpans())) }),
    );
  },
} satisfies Demo;
