import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, type Observable, switchMap, take } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions, finalText } from '../../lib/index.ts';
import { telemetry, type TelemetryOptions } from '../../lib/opentelemetry/index.ts';
import {
  errorBody,
  fakeFetch,
  type FakeReply,
  messageEvents,
  sseBody,
  type WireEvent,
} from '../../lib/testing/index.ts';
import { type Otel, shown, startOtel, traceparent } from '../support/otel.ts';
import { params } from '../support/params.ts';
import { settle } from '../support/settle.ts';

const seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const tokens = Array.from({ length: 14 }, (_, i) => 4 ** i);
const failure = (source: Observable<unknown>) => lastValueFrom(source).catch((error: unknown) => error);

/** A reply of two deltas, with usage of all kinds. */
const reply: WireEvent[] = messageEvents('Hello there').map((event) => {
  if (event.type === 'message_start') {
    const usage = { input_tokens: 10, cache_read_input_tokens: 4, cache_creation_input_tokens: 2, output_tokens: 1 };
    return { ...event, message: { ...(event.message as object), id: 'msg_1', usage } };
  }
  if (event.type !== 'message_delta') return event;
  return { ...event, usage: { output_tokens: 9, output_tokens_details: { thinking_tokens: 3 } } };
});

const call = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'server.address': 'api.example',
  'server.port': 8443,
};
const streamed = { ...call, 'gen_ai.request.stream': true, 'gen_ai.request.max_tokens': 1024 };
const answered = { 'gen_ai.response.id': 'msg_1', 'gen_ai.response.model': 'claude-sonnet-5' };
const spent = {
  'gen_ai.usage.input_tokens': 16,
  'gen_ai.usage.output_tokens': 9,
  'gen_ai.usage.cache_read.input_tokens': 4,
  'gen_ai.usage.cache_write.input_tokens': 2,
  'gen_ai.usage.reasoning.output_tokens': 3,
};
const firstChunk = { 'gen_ai.response.time_to_first_chunk': expect.any(Number) };

describe('telemetry', () => {
  let otel: Otel;
  let replies: FakeReply[] = [];
  const fetch = fakeFetch(({ path }) =>
    path.endsWith('count_tokens') ? { body: { input_tokens: 5 } } : (replies.shift() ?? reply),
  );
  beforeEach(() => {
    otel = startOtel();
    replies = [];
    fetch.requests.length = 0;
  });
  afterEach(() => otel.close());

  const clientOf = (options: TelemetryOptions = {}, more: AnthropicClientOptions = {}) =>
    new AnthropicClient({
      apiKey: 'the-key',
      baseURL: 'https://api.example:8443/the-path',
      delay: 0,
      fetch,
      ...telemetry({ tracer: otel.tracer, meter: otel.meter, ...options }),
      ...more,
    });
  const spans = () => otel.spans().map(shown);
  const points = async () => (await otel.points()).map(({ name, attributes, value }) => ({ name, attributes, value }));
  const named = async (name: string) => (await points()).filter((point) => point.name === name);

  it('ends one span per streamed call, with what the conventions name', async () => {
    expect(await lastValueFrom(clientOf().messages.stream(params).pipe(finalText()))).toBe('Hello there');
    expect(spans()).toEqual([
      {
        name: 'chat claude-sonnet-5',
        kind: SpanKind.CLIENT,
        status: { code: SpanStatusCode.OK },
        attributes: {
          ...streamed,
          ...answered,
          ...spent,
          ...firstChunk,
          'gen_ai.response.finish_reasons': ['end_turn'],
        },
      },
    ]);
    expect(otel.spans()[0]!.events).toEqual([]);
  });

  it('records the metrics of a streamed call with the advised buckets', async () => {
    await lastValueFrom(clientOf().messages.stream(params));
    const attributes = { ...call, 'gen_ai.response.model': 'claude-sonnet-5' };
    const counter = (name: string, value: number, modality: string) => ({
      name: `gen_ai.client.inference.usage.${name}`,
      unit: '{token}',
      attributes: { ...attributes, 'gen_ai.token.modality': modality },
      value,
    });
    const histogram = (name: string, unit: string, boundaries: number[], value = 1) => ({
      name: `gen_ai.client.inference.${name}`,
      unit,
      attributes,
      value,
      boundaries,
    });
    // The time between chunks depends on the clock: see the spec of CallRecord.
    const points = (await otel.points()).filter(({ name }) => !name.endsWith('per_output_chunk'));
    expect(points).toEqual([
      histogram('duration', 's', seconds),
      histogram('time_to_first_chunk', 's', seconds),
      histogram('operation.input_tokens', '{token}', tokens, 16),
      histogram('operation.output_tokens', '{token}', tokens, 9),
      counter('input_tokens', 16, 'unknown'),
      counter('output_tokens', 9, 'text'),
      counter('cache_read.input_tokens', 4, 'unknown'),
      counter('cache_write.input_tokens', 2, 'unknown'),
      counter('reasoning.output_tokens', 3, 'text'),
    ]);
  });

  it('covers all attempts with one span', async () => {
    replies = [{ status: 529 }, { status: 503 }];
    await lastValueFrom(clientOf().messages.stream(params));
    expect(fetch.requests).toHaveLength(3);
    expect(spans()).toHaveLength(1);
    expect(spans()[0]!.status).toEqual({ code: SpanStatusCode.OK });
  });

  it('ends the span of a failed call with its error type, and counts 0 tokens', async () => {
    replies = [{ status: 400, body: errorBody('invalid_request_error', 'the prompt') }];
    await failure(clientOf().messages.stream(params));
    const failed = { 'error.type': 'invalid_request_error' };
    expect(spans()).toEqual([
      {
        name: 'chat claude-sonnet-5',
        kind: SpanKind.CLIENT,
        status: { code: SpanStatusCode.ERROR },
        attributes: { ...streamed, ...failed, 'gen_ai.response.finish_reasons': ['error'] },
      },
    ]);
    const unknown = { ...call, 'gen_ai.token.modality': 'unknown' };
    expect(await points()).toEqual([
      { name: 'gen_ai.client.inference.duration', attributes: { ...call, ...failed }, value: 1 },
      ...['input', 'output', 'cache_read.input', 'cache_write.input', 'reasoning.output'].map((kind) => ({
        name: `gen_ai.client.inference.usage.${kind}_tokens`,
        attributes: unknown,
        value: 0,
      })),
    ]);
  });

  const cut = sseBody(reply.slice(0, 4));
  const input = {
    'gen_ai.usage.input_tokens': 16,
    'gen_ai.usage.cache_read.input_tokens': 4,
    'gen_ai.usage.cache_write.input_tokens': 2,
  };

  it('ends the span of an interrupted stream with the attributes so far', async () => {
    replies = [cut];
    await failure(clientOf().messages.stream(params));
    expect(spans()[0]).toEqual({
      name: 'chat claude-sonnet-5',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.ERROR },
      attributes: {
        ...streamed,
        ...answered,
        ...input,
        ...firstChunk,
        'error.type': 'IncompleteStreamError',
        'gen_ai.response.finish_reasons': ['error'],
      },
    });
    const counted = { ...call, 'gen_ai.response.model': 'claude-sonnet-5', 'gen_ai.token.modality': 'unknown' };
    const outputTokens = 'gen_ai.client.inference.usage.output_tokens';
    expect(await named(outputTokens)).toEqual([{ name: outputTokens, attributes: counted, value: 0 }]);
    expect(await named('gen_ai.client.inference.operation.output_tokens')).toEqual([]);
  });

  it('ends the span of a stream that is unsubscribed without a status', async () => {
    await firstValueFrom(clientOf().messages.stream(params).pipe(take(3)));
    await lastValueFrom(clientOf().messages.stream(params).pipe(take(3)));
    expect(spans().map(({ status }) => status)).toEqual([
      { code: SpanStatusCode.UNSET },
      { code: SpanStatusCode.UNSET },
    ]);
    expect(spans()[1]!.attributes).toEqual({
      ...streamed,
      ...answered,
      ...input,
      ...firstChunk,
      'gen_ai.response.finish_reasons': ['error'],
    });
    clientOf().messages.stream(params).subscribe().unsubscribe();
    expect(spans()[2]!.attributes).toEqual({ ...streamed, 'gen_ai.response.finish_reasons': ['error'] });
  });

  it('ends a span per call of create and countTokens', async () => {
    const { messages } = clientOf();
    await lastValueFrom(messages.create(params));
    await lastValueFrom(messages.countTokens(params));
    const created = { ...call, 'gen_ai.request.max_tokens': 1024 };
    expect(spans()).toEqual([
      {
        name: 'chat claude-sonnet-5',
        kind: SpanKind.CLIENT,
        status: { code: SpanStatusCode.OK },
        attributes: { ...created, ...answered, ...spent, 'gen_ai.response.finish_reasons': ['end_turn'] },
      },
      {
        name: 'count_tokens claude-sonnet-5',
        kind: SpanKind.CLIENT,
        status: { code: SpanStatusCode.OK },
        attributes: { ...created, 'gen_ai.operation.name': 'count_tokens' },
      },
    ]);
    const durations = await named('gen_ai.client.inference.duration');
    expect(durations.map(({ attributes }) => (attributes as typeof call)['gen_ai.operation.name'])).toEqual([
      'chat',
      'count_tokens',
    ]);
    expect(await named('gen_ai.client.inference.time_to_first_chunk')).toEqual([]);
  });

  it('ends the span of connect with the stream that is read, or unread', async () => {
    const { messages } = clientOf();
    await lastValueFrom(messages.connect(params).pipe(switchMap(({ events$ }) => events$)));
    expect(spans()[0]!.attributes).toEqual({
      ...streamed,
      ...answered,
      ...spent,
      ...firstChunk,
      'gen_ai.response.finish_reasons': ['end_turn'],
    });
    await lastValueFrom(messages.connect(params).pipe(switchMap(({ bytes$ }) => bytes$)));
    expect(spans()[1]!.status).toEqual({ code: SpanStatusCode.OK });
    await firstValueFrom(messages.connect(params));
    await settle();
    await new Promise((resolve) => setTimeout(resolve));
    expect(spans()[2]!.status).toEqual({ code: SpanStatusCode.UNSET });
    expect(spans()).toHaveLength(3);
  });

  it('covers the stream of a response that firstValueFrom has taken from connect', async () => {
    const { events$ } = await firstValueFrom(clientOf().messages.connect(params));
    expect(spans()).toEqual([]);
    await lastValueFrom(events$);
    expect(spans()).toMatchObject([
      { status: { code: SpanStatusCode.OK }, attributes: { 'gen_ai.response.finish_reasons': ['end_turn'] } },
    ]);
  });

  it('ends the span of connect where the consumer unsubscribes before the response', async () => {
    clientOf().messages.connect(params).subscribe().unsubscribe();
    await settle();
    expect(spans()).toMatchObject([{ status: { code: SpanStatusCode.UNSET } }]);
  });

  it('carries the context of the call in every attempt, but never into the code after it', async () => {
    propagation.setGlobalPropagator(traceparent);
    replies = [{ status: 529 }];
    const active: unknown[] = [];
    const app = otel.tracer.startSpan('app');
    await context.with(
      trace.setSpan(context.active(), app),
      () =>
        new Promise<void>((resolve) => {
          clientOf()
            .messages.stream(params)
            .subscribe({ next: () => active.push(trace.getActiveSpan()), complete: resolve });
        }),
    );
    const span = otel.spans()[0]!;
    const { traceId, spanId } = span.spanContext();
    expect(span.parentSpanContext).toEqual(app.spanContext());
    expect(fetch.requests.map(({ headers }) => headers.get('traceparent'))).toEqual(
      Array(2).fill(`00-${traceId}-${spanId}-01`),
    );
    expect(new Set(active)).toEqual(new Set([app]));
    fetch.requests.length = 0;
    await lastValueFrom(clientOf({ propagation: false }).messages.stream(params));
    expect(fetch.requests[0]!.headers.get('traceparent')).toBeNull();
  });

  it('passes everything unchanged without a provider', async () => {
    await otel.close();
    const client = clientOf({ tracer: undefined, meter: undefined });
    expect(await lastValueFrom(client.messages.stream(params).pipe(finalText()))).toBe('Hello there');
    expect(otel.spans()).toEqual([]);
  });

  it('uses the registered provider, also of a later time', async () => {
    await otel.close();
    const { messages } = clientOf({ tracer: undefined, meter: undefined });
    await lastValueFrom(messages.stream(params));
    otel = startOtel();
    trace.setGlobalTracerProvider({ getTracer: (name) => (name === 'anthropic-rxjs' ? otel.tracer : undefined!) });
    await lastValueFrom(messages.stream(params));
    expect(spans()).toHaveLength(1);
  });

  it('records no content unless asked', async () => {
    const secret = { ...params, system: 'the-prompt', messages: [{ role: 'user' as const, content: 'the-prompt' }] };
    await lastValueFrom(clientOf().messages.stream(secret));
    expect(JSON.stringify([spans(), await points()])).not.toMatch(/the-prompt|the-key|the-path|Hello/);
    await lastValueFrom(clientOf({ content: true }).messages.stream(secret));
    const { attributes } = spans()[1]!;
    expect(JSON.parse(attributes['gen_ai.system_instructions'] as string)).toEqual([
      { type: 'text', content: 'the-prompt' },
    ]);
    expect(JSON.parse(attributes['gen_ai.output.messages'] as string)).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Hello there' }] },
    ]);
    expect(JSON.stringify(spans())).not.toMatch(/the-key|the-path/);
  });

  it('hands content to a hook, of which exceptions change nothing', async () => {
    const seen: unknown[] = [];
    const content: TelemetryOptions['content'] = ({ outputMessages }, span) => {
      seen.push(outputMessages, span.spanContext().spanId);
      return { inputMessages: [] };
    };
    await lastValueFrom(clientOf({ content }).messages.create(params));
    expect(seen).toEqual([
      [{ role: 'assistant', parts: [{ type: 'text', content: 'Hello there' }] }],
      otel.spans()[0]!.spanContext().spanId,
    ]);
    expect(spans()[0]!.attributes).toMatchObject({ 'gen_ai.input.messages': '[]' });
    expect(spans()[0]!.attributes).not.toHaveProperty(['gen_ai.output.messages']);
    const broken = () => {
      throw new Error('bug');
    };
    expect(await lastValueFrom(clientOf({ content: broken }).messages.stream(params).pipe(finalText()))).toBe(
      'Hello there',
    );
    expect(spans()).toHaveLength(2);
  });

  it.each<[object, string]>([
    [{ tracer: {} }, 'tracer: is an object; pass a tracer of @opentelemetry/api'],
    [{ meter: 1 }, 'meter: is 1; pass a meter of @opentelemetry/api'],
    [{ content: 'yes' }, 'content: is a string; pass true, false or a function (content, span) => content'],
    [{ propagation: 1 }, 'propagation: is 1; pass true or false'],
    [{ contents: true }, 'contents: is not an option; did you mean content?'],
  ])('refuses %j', (options, message) => {
    expect(() => telemetry(options)).toThrow(`telemetry: ${message}`);
  });
});
