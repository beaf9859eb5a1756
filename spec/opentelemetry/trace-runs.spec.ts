import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { delay, lastValueFrom, map, NEVER, of, throwError, toArray } from 'rxjs';
import * as z from 'zod/mini';
import { AnthropicClient, type RunnableTool, runTools, tool, type ToolOutput } from '../../lib/index.ts';
import { type RunTelemetryOptions, telemetry, traceRuns } from '../../lib/opentelemetry/index.ts';
import { fakeFetch, type FakeReply, messageEvents } from '../../lib/testing/index.ts';
import { type Otel, shown, startOtel } from '../support/otel.ts';
import { params } from '../support/params.ts';

const weatherOf = (run: RunnableTool['run']) =>
  tool({ name: 'weather', description: 'Tells it.', inputSchema: z.object({ city: z.string() }), run });
const calls = messageEvents({ content: { tool_use: { id: 'toolu_1', name: 'weather', input: { city: 'the-city' } } } });

describe('traceRuns', () => {
  let otel: Otel;
  let replies: FakeReply[];
  const fetch = fakeFetch(() => replies.shift() ?? messageEvents('Sunny'));
  beforeEach(() => {
    otel = startOtel();
    replies = [calls];
  });
  afterEach(() => otel.close());

  const api = () => ({ tracer: otel.tracer, meter: otel.meter });
  const clientOf = () => new AnthropicClient({ apiKey: 'k', fetch, ...telemetry(api()) });
  const events = (weather: RunnableTool, options: RunTelemetryOptions = {}) =>
    traceRuns({ ...api(), agentName: 'guide', ...options })(clientOf().messages, params, { tools: [weather] });
  const tree = () => {
    const names = new Map(otel.spans().map((span) => [span.spanContext().spanId, span.name]));
    return otel.spans().map(({ name, parentSpanContext }) => [name, names.get(parentSpanContext?.spanId ?? '')]);
  };

  it('emits the events of runTools, and ends a span per run, call and tool', async () => {
    const types = await lastValueFrom(
      events(weatherOf(() => 'sunny')).pipe(
        map(({ type }) => type),
        toArray(),
      ),
    );
    const spans = otel.spans().map(shown);
    replies = [calls];
    const plain$ = runTools(clientOf().messages, params, { tools: [weatherOf(() => 'sunny')] });
    expect(types).toEqual(
      await lastValueFrom(
        plain$.pipe(
          map(({ type }) => type),
          toArray(),
        ),
      ),
    );
    expect(tree().slice(0, 4)).toEqual([
      ['chat claude-sonnet-5', 'invoke_agent guide'],
      ['execute_tool weather', 'invoke_agent guide'],
      ['chat claude-sonnet-5', 'invoke_agent guide'],
      ['invoke_agent guide', undefined],
    ]);
    expect(spans[1]).toEqual({
      name: 'execute_tool weather',
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.OK },
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'weather',
        'gen_ai.tool.call.id': 'toolu_1',
        'gen_ai.tool.type': 'function',
        'gen_ai.tool.description': 'Tells it.',
      },
    });
    expect(spans[3]).toEqual({
      name: 'invoke_agent guide',
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.OK },
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'guide',
        'gen_ai.request.model': 'claude-sonnet-5',
        'gen_ai.usage.input_tokens': expect.any(Number),
        'gen_ai.usage.output_tokens': expect.any(Number),
      },
    });
    expect(JSON.stringify(spans)).not.toMatch(/the-city|sunny/i);
  });

  it('records duration and calls of the run, and the duration of each tool', async () => {
    await lastValueFrom(events(weatherOf(() => 'sunny')));
    const run = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'guide',
      'gen_ai.request.model': 'claude-sonnet-5',
    };
    const powers = (least: number, count: number) => Array.from({ length: count }, (_, i) => least * 2 ** i);
    const points = (await otel.points()).filter(({ name }) => /execute_tool|invoke_agent/.test(name));
    expect(points).toEqual([
      {
        name: 'gen_ai.execute_tool.duration',
        unit: 's',
        attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'weather' },
        value: 1,
        boundaries: powers(0.01, 14),
      },
      { name: 'gen_ai.invoke_agent.duration', unit: 's', attributes: run, value: 1, boundaries: powers(0.1, 13) },
      {
        name: 'gen_ai.invoke_agent.inference_calls',
        unit: '{inference_call}',
        attributes: run,
        value: 2,
        boundaries: powers(1, 8),
      },
      {
        name: 'gen_ai.invoke_agent.tool_calls',
        unit: '{tool_call}',
        attributes: run,
        value: 1,
        boundaries: powers(1, 8),
      },
    ]);
  });

  it('runs a tool inside the context of its span, also later', async () => {
    const active: unknown[] = [];
    const nameOf = () => active.push((trace.getActiveSpan() as { name?: string } | undefined)?.name);
    const run = async () => {
      nameOf();
      await new Promise(setImmediate);
      nameOf();
      return 'sunny';
    };
    await lastValueFrom(events(weatherOf(run)));
    expect(active).toEqual(['execute_tool weather', 'execute_tool weather']);
  });

  it('ends the span of a tool that fails with an error, and the run continues', async () => {
    const failing = weatherOf(() => throwError(() => new Error('the-city is gone')));
    await lastValueFrom(events(failing));
    const [, failed, , run] = otel.spans().map(shown);
    expect(failed).toMatchObject({ status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': '_OTHER' } });
    expect(run!.status).toEqual({ code: SpanStatusCode.OK });
  });

  it('ends all spans without a status when the consumer unsubscribes', () => {
    const started = new Promise<void>((resolve) => {
      const subscription = events(weatherOf(() => NEVER)).subscribe(({ type }) => {
        if (type !== 'tool_started') return;
        setImmediate(() => {
          subscription.unsubscribe();
          resolve();
        });
      });
    });
    return started.then(() => {
      expect(tree().map(([name]) => name)).toEqual([
        'chat claude-sonnet-5',
        'execute_tool weather',
        'invoke_agent guide',
      ]);
      expect(otel.spans().map(({ status }) => status.code)).toEqual([
        SpanStatusCode.OK,
        SpanStatusCode.UNSET,
        SpanStatusCode.UNSET,
      ]);
    });
  });

  it('ends the span of a run that fails with the error type of its request', async () => {
    replies = [{ status: 400, body: '{}' }];
    await lastValueFrom(events(weatherOf(() => 'sunny'))).catch(() => undefined);
    expect(otel.spans().map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
      ['chat claude-sonnet-5', '400'],
      ['invoke_agent guide', '400'],
    ]);
  });

  it('shows input and result of tools when asked', async () => {
    await lastValueFrom(
      events(
        weatherOf(() => of('cloudy', 'sunny').pipe(delay(0))),
        { content: true },
      ),
    );
    expect(otel.spans()[1]!.attributes).toMatchObject({
      'gen_ai.tool.call.arguments': '{"city":"the-city"}',
      'gen_ai.tool.call.result': '"sunny"',
    });
  });

  it.each([
    [[{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'file-data' } }], '[{"type":"image"}]'],
    [{ type: 'text', text: 'sunny' }, '[{"type":"text","content":"sunny"}]'],
    [{ type: 'own', text: 'sunny' }, '{"type":"own","text":"sunny"}'],
    [[1, { degrees: 20 }], '[1,{"degrees":20}]'],
    [null, 'null'],
  ])('shows the result %j without file data', async (result, json) => {
    const run = () => result as ToolOutput; // the schema of a block has more fields
    await lastValueFrom(events(weatherOf(run), { content: true }));
    expect(otel.spans()[1]!.attributes['gen_ai.tool.call.result']).toBe(json);
  });

  it('refuses wrong options immediately', () => {
    expect(() => traceRuns({ agentName: 5 as never })).toThrow('traceRuns: agentName: is 5; pass a string');
    expect(() => traceRuns({ agent: 'x' } as never)).toThrow('traceRuns: agent: is not an option');
    expect(() => traceRuns()(5 as never, params, { tools: [] })).toThrow('runTools: source: must be');
  });
});
