import { type Attributes, context, type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';
import { SafeSpan } from '../../lib/opentelemetry/safe-span.ts';
import { otelPerTest, shown } from '../support/otel.ts';

describe('SafeSpan', () => {
  const now = otelPerTest();

  const spanOf = (tracer: Tracer | undefined, attributes: Attributes = {}) =>
    new SafeSpan(tracer, 'work', SpanKind.INTERNAL, attributes, context.active());

  it('starts and ends a span of the tracer', () => {
    const span = spanOf(now.otel.tracer, { a: 1 });
    expect([span.isValid, span.isRecording]).toEqual([true, true]);
    span.setAttributes({ b: 2 });
    span.end(SpanStatusCode.OK);
    spanOf(now.otel.tracer).end();
    expect(now.otel.spans().map(shown)).toEqual([
      { name: 'work', kind: SpanKind.INTERNAL, status: { code: SpanStatusCode.OK }, attributes: { a: 1, b: 2 } },
      { name: 'work', kind: SpanKind.INTERNAL, status: { code: SpanStatusCode.UNSET }, attributes: {} },
    ]);
    expect(now.errors).toEqual([]);
  });

  it('records nothing without a registered provider', () => {
    const span = spanOf(undefined);
    span.end();
    expect([span.isValid, span.isRecording, now.errors]).toEqual([false, false, []]);
  });

  const failing = () => {
    throw new Error('broken');
  };
  it.each<[string, () => unknown]>([
    ['throws', failing],
    ['returns nothing', () => undefined],
    ['returns an object without methods', () => ({})],
  ])('records nothing if startSpan %s', (_, startSpan) => {
    const span = spanOf({ startSpan, startActiveSpan: failing } as unknown as Tracer);
    span.setAttributes({ a: 1 });
    span.end(SpanStatusCode.OK);
    expect([span.isValid, span.isRecording]).toEqual([false, false]);
    expect(now.errors).toEqual([expect.stringContaining('startSpan failed')]);
  });

  it.each(['isRecording', 'setAttributes', 'setStatus', 'end'])('reports an exception of %s once', (method) => {
    const tracer = {
      startSpan: (name: string) => Object.assign(now.otel.tracer.startSpan(name), { [method]: failing }),
    } as unknown as Tracer;
    const ended: Span[] = [];
    for (let call = 0; call < 2; call++) {
      const span = spanOf(tracer);
      if (span.isRecording) span.setAttributes({ a: 1 });
      span.end(SpanStatusCode.OK);
      ended.push(span.span);
    }
    expect(now.errors).toEqual([expect.stringContaining(`${method} failed`)]);
    expect(now.otel.spans()).toHaveLength(method === 'end' ? 0 : 2);
  });
});
