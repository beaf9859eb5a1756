import { type Meter, metrics, propagation, type Span, trace, type Tracer } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { lastValueFrom, switchMap, toArray } from 'rxjs';
import * as z from 'zod/mini';
import { AnthropicClient, finalText, tool } from '../../lib/index.ts';
import { telemetry, type TelemetryOptions, traceRuns } from '../../lib/opentelemetry/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { otelPerTest } from '../support/otel.ts';
import { params } from '../support/params.ts';

const failing = () => {
  throw new Error('broken');
};

describe('a call with broken telemetry', () => {
  const now = otelPerTest();

  const fetch = fakeFetch(() => messageEvents('Hello there'));
  const clientOf = (options: TelemetryOptions) =>
    new AnthropicClient({
      apiKey: 'k',
      fetch,
      ...telemetry({ tracer: now.otel.tracer, meter: now.otel.meter, ...options }),
    });

  /** A tracer whose spans have methods that throw. */
  const tracerOf = (...methods: (keyof Span)[]) =>
    ({
      startSpan: (...given: Parameters<Tracer['startSpan']>) => {
        const span = now.otel.tracer.startSpan(...given);
        return Object.assign(span, Object.fromEntries(methods.map((method) => [method, failing])));
      },
    }) as unknown as Tracer;
  const meterOf = (createHistogram: unknown, createCounter: unknown = createHistogram) =>
    ({ createHistogram, createCounter }) as Meter;
  const tracerWith = (processor: object) =>
    new BasicTracerProvider({
      spanProcessors: [
        { onStart: () => undefined, onEnd: () => undefined, forceFlush: done, shutdown: done, ...processor },
      ],
    }).getTracer('spec');
  const done = () => Promise.resolve();

  const broken: [string, () => TelemetryOptions, string | undefined][] = [
    ['startSpan throws', () => ({ tracer: { startSpan: failing } as unknown as Tracer }), 'startSpan'],
    ['startSpan returns garbage', () => ({ tracer: { startSpan: () => 5 } as unknown as Tracer }), 'startSpan'],
    ['spanContext throws', () => ({ tracer: tracerOf('spanContext') }), 'startSpan'],
    ['isRecording throws', () => ({ tracer: tracerOf('isRecording') }), 'isRecording'],
    ['setAttributes throws', () => ({ tracer: tracerOf('setAttributes') }), 'setAttributes'],
    ['setStatus throws', () => ({ tracer: tracerOf('setStatus') }), 'setStatus'],
    ['end throws', () => ({ tracer: tracerOf('end') }), 'end'],
    ['all methods of a span throw', () => ({ tracer: tracerOf('setAttributes', 'setStatus', 'end') }), 'setAttributes'],
    ['a processor throws at the start', () => ({ tracer: tracerWith({ onStart: failing }) }), 'startSpan'],
    ['a processor throws at the end', () => ({ tracer: tracerWith({ onEnd: failing }) }), 'end'],
    // The processor of the SDK reports it to the handler of the SDK.
    ['an exporter throws', () => ({ tracer: tracerWith(new SimpleSpanProcessor({ export: failing, shutdown: done })) }), undefined], // prettier-ignore
    ['createHistogram throws', () => ({ meter: meterOf(failing) }), 'createHistogram'],
    ['createHistogram returns garbage', () => ({ meter: meterOf(() => 5) }), 'record'],
    ['record throws', () => ({ meter: meterOf(() => ({ record: failing, add: failing })) }), 'record'],
    [
      'createCounter is missing',
      () => ({ meter: meterOf(() => ({ record: () => undefined }), null) }),
      'createCounter',
    ],
    ['the hook throws', () => ({ content: failing }), 'the content hook'],
    ['the hook returns text', () => ({ content: (() => 'text') as never }), 'the content hook'],
    ['the hook rejects', () => ({ content: (() => Promise.reject(new Error('x'))) as never }), 'the content hook'],
    ['the hook returns a circle', () => ({ content: (() => ({ inputMessages: [globalThis] })) as never }), 'the content hook'], // prettier-ignore
  ];

  it.each(broken)('emits the reply, and reports once, if %s', async (_, options, action) => {
    const { messages } = clientOf(options());
    for (let call = 0; call < 2; call++) {
      expect(await lastValueFrom(messages.stream(params).pipe(finalText()))).toBe('Hello there');
    }
    expect(await lastValueFrom(messages.create(params))).toMatchObject({ stop_reason: 'end_turn' });
    await lastValueFrom(messages.connect(params).pipe(switchMap(({ events$ }) => events$)));
    const own = now.errors.filter((error) => error.startsWith('anthropic-rxjs'));
    expect(own).toEqual(action === undefined ? [] : [expect.stringContaining(`: ${action} failed`)]);
  });

  it('keeps the span if the meter is broken, and the metrics if the tracer is', async () => {
    await lastValueFrom(clientOf({ meter: meterOf(failing) }).messages.stream(params));
    expect(now.otel.spans().map(({ name, status }) => [name, status.code])).toEqual([['chat claude-sonnet-5', 1]]);
    await lastValueFrom(clientOf({ tracer: { startSpan: failing } as unknown as Tracer }).messages.stream(params));
    const durations = (await now.otel.points()).filter(({ name }) => name.endsWith('.duration'));
    expect(durations.map(({ value }) => value)).toEqual([1]);
  });

  it('keeps the other attributes if the hook is broken', async () => {
    await lastValueFrom(clientOf({ content: failing }).messages.stream(params));
    expect(now.otel.spans()[0]!.attributes).toMatchObject({ 'gen_ai.response.finish_reasons': ['end_turn'] });
  });

  it('emits the reply if the registered providers or the propagator throw', async () => {
    trace.setGlobalTracerProvider({ getTracer: failing });
    metrics.setGlobalMeterProvider({ getMeter: failing });
    const registered = clientOf({ tracer: undefined, meter: undefined });
    expect(await lastValueFrom(registered.messages.stream(params).pipe(finalText()))).toBe('Hello there');
    propagation.setGlobalPropagator({ inject: failing, extract: (active) => active, fields: () => [] });
    expect(await lastValueFrom(clientOf({}).messages.stream(params).pipe(finalText()))).toBe('Hello there');
    expect(now.errors.map((error) => error.split(' ')[1])).toEqual(['getMeter', 'startSpan', 'inject']);
  });

  it('runs tools if their telemetry is broken', async () => {
    const weather = tool({ name: 'weather', description: 'Tells it.', inputSchema: z.object({}), run: () => 'sunny' });
    const replies = [messageEvents({ content: { tool_use: { id: 't1', name: 'weather', input: {} } } })];
    const client = new AnthropicClient({ apiKey: 'k', fetch: fakeFetch(() => replies.shift() ?? messageEvents('Hi')) });
    const tracer = tracerOf('setAttributes', 'setStatus', 'end');
    const runTools = traceRuns({ tracer, meter: meterOf(failing), content: true });
    const events = await lastValueFrom(runTools(client.messages, params, { tools: [weather] }).pipe(toArray()));
    expect(events.at(-1)).toMatchObject({ type: 'run_finished' });
    expect(now.errors.map((error) => error.split(' ')[1])).toEqual(['createHistogram', 'setAttributes']);
  });
});
