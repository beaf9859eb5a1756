import {
  InMemoryMetricExporter,
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { lastValueFrom, tap } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions } from '../../lib/index.ts';
import { telemetry } from '../../lib/opentelemetry/index.ts';
import { ask } from './support/ask.ts';
import { rounds } from './support/rounds.ts';
import type { Section } from './support/section.ts';
import { type Chunking, chunksOf, eventsOf, responseOf } from './support/wire.ts';

const text =
  '10,000 deltas of text of 24 bytes from memory, read to the end. The time between chunks is a metric, so a meter costs at ' +
  'least a read of the clock per chunk. The second row shows the cost of an operator that only reads the clock per delta. ' +
  'With telemetry, a burst of deltas needs few reads. The rest is fixed per call: the span, eleven records, the headers.';

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
    const stream = (options: AnthropicClientOptions) =>
      new AnthropicClient({
        apiKey: 'key',
        baseURL: 'http://localhost',
        fetch: () => Promise.resolve(responseOf(chunks)),
        ...options,
      }).messages.stream(ask);
    const read = (options: AnthropicClientOptions) => () => lastValueFrom(stream(options));
    const times = await rounds(
      {
        'stream()': read({}),
        'stream() and a read of the clock per delta': () => lastValueFrom(stream({}).pipe(tap(() => void Date.now()))),
        'without a provider': read({ ...telemetry() }),
        metrics: read({ ...telemetry({ meter: api.meter }) }),
        spans: read({ ...telemetry({ tracer: api.tracer }) }),
        'spans and metrics': read({ ...telemetry(api) }),
      },
      41,
    );
    return times.map(({ name, median, ratio }) => ({
      contestant: name,
      'median (ms)': median,
      'ratio to stream()': ratio,
      target: { 'without a provider': '≤ 1.01', spans: '≤ 1.01', 'spans and metrics': '≤ 1.03' }[name] ?? '–',
    }));
  }
}
