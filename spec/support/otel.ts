import { afterEach, beforeEach } from '@jest/globals';
import { context, diag, metrics, propagation, type TextMapPropagator, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** One data point, as the specs compare it. */
export interface Point {
  readonly name: string;
  readonly unit: string;
  readonly attributes: object;
  /** The sum; of times, which differ per run, the number of values. */
  readonly value: number;
  readonly boundaries?: readonly number[];
}

/** A tracer and a meter that keep everything in memory, and a context manager until `close`. */
export function startOtel() {
  const spans = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e8 });
  const meters = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return {
    tracer: tracers.getTracer('spec'),
    meter: meters.getMeter('spec'),
    /** The ended spans, in the order of their ends. */
    spans: () => spans.getFinishedSpans(),
    async points(): Promise<Point[]> {
      await reader.forceFlush();
      const metrics =
        exporter
          .getMetrics()
          .at(-1)
          ?.scopeMetrics.flatMap(({ metrics }) => metrics) ?? [];
      return metrics.flatMap(({ descriptor: { name, unit }, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => {
          if (typeof value === 'number') return { name, unit, attributes, value };
          const { count, sum, buckets } = value as { count: number; sum: number; buckets: { boundaries: number[] } };
          return { name, unit, attributes, value: unit === 's' ? count : sum, boundaries: buckets.boundaries };
        }),
      );
    },
    async close() {
      context.disable();
      propagation.disable();
      trace.disable();
      await Promise.all([tracers.shutdown(), meters.shutdown()]);
    },
  };
}

export type Otel = ReturnType<typeof startOtel>;

/** What specs compare of a span. */
export const shown = ({ name, kind, status, attributes }: ReadableSpan) => ({ name, kind, status, attributes });

/** Writes the header of W3C Trace Context. */
export const traceparent: TextMapPropagator = {
  inject: (active, carrier, setter) => {
    const span = trace.getSpanContext(active);
    if (span) setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-01`);
  },
  extract: (active) => active,
  fields: () => ['traceparent'],
};

/** The errors that `diag` reports, until `diag.disable()`. */
export function diagErrors(): string[] {
  const errors: string[] = [];
  const ignore = () => undefined;
  const error = (message: string) => void errors.push(message);
  diag.setLogger({ error, warn: ignore, info: ignore, debug: ignore, verbose: ignore });
  return errors;
}

/** An API of telemetry per test, with the errors that `diag` reports. */
export function otelPerTest(): { readonly otel: Otel; readonly errors: readonly string[] } {
  const current: { otel?: Otel; errors: string[] } = { errors: [] };
  beforeEach(() => {
    current.otel = startOtel();
    current.errors = diagErrors();
  });
  afterEach(() => {
    diag.disable();
    metrics.disable();
    return current.otel!.close();
  });
  return current as Required<typeof current>; // complete in each test
}
