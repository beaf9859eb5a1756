import {
  InMemoryMetricExporter,
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions } from '../../lib/index.ts';
import { telemetry } from '../../lib/opentelemetry/index.ts';
import { ask } from './support/ask.ts';
import { rounds } from './support/rounds.ts';
import type { Section } from './support/section.ts';
import { type Chunking, chunksOf, eventsOf, responseOf } from './support/wire.ts';

const text =
  '10,000 deltas of text of 24 bytes from memory, read to the end. The time between deltas is a metric. So a meter costs at ' +
  'least one read of the clock per delta: the second row.';

/** A stream of text with and without telemetry, in turn, as a ratio of the same round. */
export async function telemetryOfText(): Promise<Section> {
  const tracer = new BasicTracerProvider({
    spanProcessors: [new BatchSpanProcessor(new InMemorySpanExporter())],
  }).getTracer('bench');
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e8 });
  const provider = new MeterProvider({ readers: [reader] });
  const meter = provider.getMeter('bench');
  const tables = [];
  for (const chunking of ['one event per chunk', '64 KiB chunks'] as const) {
    tables.push({ title: chunking, rows: await measure(chunking, { tracer, meter }) });
  }
  await provider.shutdown();
  return { title: 'Telemetry', text, tables };

  async function measure(
    chunking: Chunking,
    api: Required<Pick<NonNullable<Parameters<typeof telemetry>[0]>, 'tracer' | 'meter'>>,
  ) {
    const chunks = chunksOf(eventsOf('text', 10_000, 24), chunking);
    const read = (options: AnthropicClientOptions) => () => {
      const client = new AnthropicClient({
        apiKey: 'key',
        baseURL: 'http://localhost',
        fetch: () => Promise.resolve(responseOf(chunks)),
        ...options,
      });
      return lastValueFrom(client.messages.stream(ask));
    };
    const times = await rounds(
      {
        'stream()': read({}),
        'stream() and 10,000 reads of the clock': async () => {
          await read({})();
          for (let delta = 0; delta < 10_000; delta++) Date.now();
        },
        'without a provider': read({ ...telemetry() }),
        spans: read({ ...telemetry({ tracer: api.tracer }) }),
        'spans and metrics': read({ ...telemetry(api) }),
      },
      41,
    );
    return times.map(({ name, median, ratio }) => ({
      contestant: name,
      'median (ms)': median,
      'ratio to stream()': ratio,
      target: { 'without a provider': '≤ 1.01', 'spans and metrics': '≤ 1.03' }[name] ?? '–',
    }));
  }
}
