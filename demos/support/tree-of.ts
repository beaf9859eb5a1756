import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Spans as a tree, with their most telling attributes. */
export function treeOf(spans: readonly ReadableSpan[], parent?: string, indent = ''): string {
  return spans
    .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent)
    .sort((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
    .map((span) => {
      const [seconds, nanoseconds] = span.duration;
      const line = `${indent}${span.name}  ${(seconds * 1000 + nanoseconds / 1e6).toFixed(0)} ms${detailsOf(span)}\n`;
      return line + treeOf(spans, span.spanContext().spanId, `${indent}  `);
    })
    .join('');
}

function detailsOf({ attributes }: ReadableSpan): string {
  const input = attributes['gen_ai.usage.input_tokens'];
  const reasons = attributes['gen_ai.response.finish_reasons'];
  const tokens =
    input === undefined ? '' : `  ${String(input)} → ${String(attributes['gen_ai.usage.output_tokens'])} tokens`;
  return `${tokens}${reasons === undefined ? '' : `  ${String(reasons)}`}`;
}
