import { type Attributes, context, diag, type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SafeSpan } from '../../lib/opentelemetry/safe-span.ts';
import { diagErrors, type Otel, shown, startOtel } from '../support/otel.ts';

describe('SafeSpan', () => {
  let otel: Otel;
  let errors: string[];
  beforeEach(() => {
    otel = startOtel();
    errors = diagErrors();
  });
  afterEach(() => {
    diag.disable();
    return otel.close();
  });

  const spanOf = (tracer: Tracer | undefined, attributes: Attributes = {}) =>
    new SafeSpan(tracer, 'work', SpanKind.INTERNAL, attributes, context.active());

  it('starts and ends a span of the tracer', () => {
    const span = spanOf(otel.tracer, { a: 1 });
    expect([span.isValid, span.isRecording]).toEqual([true, true]);
    span.setAttributes({ b: 2 });
    span.end(SpanStatusCode.OK);
    spanOf(otel.tracer).end();
    expect(otel.spans().map(shown)).toEqual([
      { name: 'work', kind: SpanKind.INTERNAL, status: { code: SpanStatusCode.OK }, attributes: { a: 1, b: 2 } },
      { name: 'work', kind: SpanKind.INTERNAL, status: { code: SpanStatusCode.UNSET }, attributes: {} },
    ]);
    expect(errors).toEqual([]);
  });

  it('records nothing without a registered provider', () => {
    const span = spanOf(undefined);
    span.end();
    expect([span.isValid, span.isRecording, errors]).toEqual([false, false, []]);
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
    expect(errors).toEqual([expect.stringContaining('startSpan failed')]);
  });

  it.each(['isRecording', 'setAttributes', 'setStatus', 'end'])('reports an exception of %s once', (method) => {
    const tracer = {
      startSpan: (name: string) => Object.assign(otel.tracer.startSpan(name), { [method]: failing }),
    } as unknown as Tracer;
    const ended: Span[] = [];
    for (let call = 0; call < 2; call++) {
      const span = spanOf(tracer);
      if (span.isRecording) span.setAttributes({ a: 1 });
      span.end(SpanStatusCode.OK);
      ended.push(span.span);
    }
    expect(errors).toEqual([expect.stringContaining(`${method} failed`)]);
    expect(otel.spans()).toHaveLength(method === 'end' ? 0 : 2);
  });
});
