import { type Attributes, context, type Meter, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { defer, type MonoTypeOperatorFunction, type Observable, tap } from 'rxjs';
import { aBoolean, aString, checkOptions, type OptionRule } from '../errors/check-options.ts';
import { isRecord } from '../errors/is-record.ts';
import { fromValue } from '../turns/from-value.ts';
import { type MessageSource, streamFrom } from '../turns/message-source.ts';
import { runTools } from '../turns/run-tools.ts';
import type { RunnableTool, ToolContext } from '../turns/tool.ts';
import { contentOf } from '../turns/tool-output.ts';
import type { ToolRunEvent } from '../turns/tool-run-event.ts';
import type { ToolRunOptions } from '../turns/tool-run-options.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { aMeter, aTracer } from './api-rules.ts';
import { attempt } from './attempt.ts';
import { responseOf } from './content.ts';
import { errorType } from './error-type.ts';
import { instrumentsOf } from './instruments.ts';
import { SafeSpan } from './safe-span.ts';
import { within } from './within.ts';

/** The options of `traceRuns`. */
export interface RunTelemetryOptions {
  /** The tracer that creates spans. Default: the tracer of the registered provider. */
  readonly tracer?: Tracer | undefined;
  /** The meter that records metrics. Default: the meter of the registered provider. */
  readonly meter?: Meter | undefined;
  /** The name of the agent, which becomes part of the names of spans. */
  readonly agentName?: string | undefined;
  /** Whether spans of tools contain their input and result. Default `false`. */
  readonly content?: boolean | undefined;
}

const rules: Readonly<Record<string, OptionRule>> = {
  tracer: aTracer,
  meter: aMeter,
  agentName: aString,
  content: aBoolean,
};

/**
 * Returns a `runTools` that creates a span for each run, `invoke_agent`, and for each executed tool, `execute_tool`. If
 * the client has `telemetry`, the spans of its requests are children of `invoke_agent`. The code of a tool runs inside
 * the context of its span. Both require a context manager, such as that of the SDK for Node.
 *
 * The run emits, completes and errors like that of `runTools`. Unsubscribing ends the spans without a status. Throws
 * `InvalidOptionsError` for wrong options.
 *
 * @example A traced run
 * ```ts
 * import { AnthropicClient, type MessageCreateParams, type RunnableTool } from 'anthropic-rxjs';
 * import { telemetry, traceRuns } from 'anthropic-rxjs/opentelemetry';
 *
 * const client = new AnthropicClient({ ...telemetry() });
 * const runTools = traceRuns({ agentName: 'weather' });
 * const ask = (params: MessageCreateParams, tools: RunnableTool[]) => runTools(client.messages, params, { tools });
 * ```
 * @see telemetry
 */
export function traceRuns(options: RunTelemetryOptions = {}): typeof runTools {
  checkOptions('traceRuns', options, rules);
  const traced: Run = (source, params, runOptions) => {
    void runTools(source, params, runOptions); // throws for wrong options, and does nothing before subscribe
    return defer(() => tracedRun(source, params, runOptions, options));
  };
  return traced as typeof runTools; // the types of its arguments decide only about the types of its events
}

type Event = BetaMessageStreamEvent;
type Params = BetaMessageCreateParams;
type Run = (
  source: MessageSource<Params, Event>,
  params: Params,
  options: ToolRunOptions,
) => Observable<ToolRunEvent<Event, Params['messages'][number]>>;

function tracedRun(
  source: MessageSource<Params, Event>,
  params: Params,
  runOptions: ToolRunOptions,
  { tracer, meter, agentName, content = false }: RunTelemetryOptions,
): ReturnType<Run> {
  const instruments = instrumentsOf(meter);
  const model: unknown = params.model; // any value from JavaScript
  const attributes: Attributes = {
    'gen_ai.operation.name': 'invoke_agent',
    ...(agentName !== undefined && { 'gen_ai.agent.name': agentName }),
    ...(typeof model === 'string' && { 'gen_ai.request.model': model }),
  };
  const outside = context.active();
  const name = `invoke_agent ${agentName ?? ''}`.trim();
  const span = new SafeSpan(tracer, name, SpanKind.INTERNAL, attributes, outside);
  const inside = trace.setSpan(outside, span.span);
  let inferenceCalls = 0;
  let toolCalls = 0;

  const request = (turn: Params) =>
    within(
      inside,
      defer(() => {
        inferenceCalls += 1;
        return streamFrom(source, turn);
      }),
      inside,
    );
  const tracedTool = (tool: RunnableTool): RunnableTool => ({
    name: tool.name,
    inputSchema: tool.inputSchema,
    // Created when it is first read.
    get definition() {
      return tool.definition;
    },
    run: (input, toolContext) => {
      toolCalls += 1;
      return tracedTool$(tool, input, toolContext);
    },
  });
  const tracedTool$ = (tool: RunnableTool, input: unknown, toolContext: ToolContext) => {
    const attributes = toolAttributes(tool, toolContext);
    const toolSpan = new SafeSpan(tracer, `execute_tool ${tool.name}`, SpanKind.INTERNAL, attributes, inside);
    const show = (name: string, read: () => unknown) => {
      if (!content) return;
      attempt(tool, `the content of ${tool.name}`, () =>
        toolSpan.setAttributes({ [`gen_ai.tool.call.${name}`]: JSON.stringify(read()) }),
      );
    };
    show('arguments', () => toolContext.toolUse.input);
    const ofMetric = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool.name };
    return within(
      trace.setSpan(inside, toolSpan.span),
      defer(() => fromValue(tool.run(input, toolContext))),
      inside,
    ).pipe(
      tap((result) => show('result', () => shown(result))),
      endingSpan(toolSpan, (seconds, error) => instruments?.toolDuration(seconds, { ...ofMetric, ...error })),
    );
  };

  const tools = runOptions.tools.map(tracedTool);
  return within(inside, runTools(request, params, { ...runOptions, tools }), outside).pipe(
    tap((event) => {
      if (event.type !== 'run_finished') return;
      const { input_tokens: input, output_tokens: output } = event.usage;
      const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = event.usage;
      span.setAttributes({
        'gen_ai.usage.input_tokens': input + (read ?? 0) + (written ?? 0),
        'gen_ai.usage.output_tokens': output,
      });
    }),
    endingSpan(span, (seconds, error) => {
      instruments?.runDuration(seconds, { ...attributes, ...error });
      instruments?.runInferenceCalls(inferenceCalls, attributes);
      instruments?.runToolCalls(toolCalls, attributes);
    }),
  );
}

/** The result of a tool; content blocks without file data. */
function shown(result: unknown): unknown {
  const sent = isRecord(result) ? contentOf(result) : '';
  return typeof sent === 'string' ? result : responseOf(sent);
}

function toolAttributes(tool: RunnableTool, { toolUse }: ToolContext): Attributes {
  const { definition } = tool;
  return {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': tool.name,
    'gen_ai.tool.call.id': toolUse.id,
    'gen_ai.tool.type': 'function',
    ...('description' in definition && definition.description && { 'gen_ai.tool.description': definition.description }),
  };
}

/** Ends a span with its stream. `record` gets the duration, and `error.type` as an attribute. */
function endingSpan<T>(
  span: SafeSpan,
  record: (seconds: number, error: Attributes) => void,
): MonoTypeOperatorFunction<T> {
  const started = performance.now();
  const end = (error: Attributes, code?: SpanStatusCode) => {
    span.setAttributes(error);
    record((performance.now() - started) / 1000, error);
    span.end(code);
  };
  return tap({
    error: (error: unknown) => end({ 'error.type': errorType(error) }, SpanStatusCode.ERROR),
    complete: () => end({}, SpanStatusCode.OK),
    unsubscribe: () => end({}),
  });
}
