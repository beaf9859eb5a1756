import {
  type Attributes,
  type Context,
  context,
  type Meter,
  propagation,
  SpanKind,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { defer, map, noop, type Observable } from 'rxjs';
import type { Call, CallInterceptor, CallValue, SendCall } from '../client/call-interceptor.ts';
import { aBoolean, checkOptions, type OptionRule } from '../errors/check-options.ts';
import type { MessageStreamResponse } from '../stream/message-stream-response.ts';
import type { Interceptor } from '../transport/intercept.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { aMeter, aTracer } from './api-rules.ts';
import { attempt } from './attempt.ts';
import { callAttributes, requestAttributes } from './call-attributes.ts';
import { CallRecord } from './call-record.ts';
import { CallContent, type ContentHook } from './content.ts';
import { instrumentsOf } from './instruments.ts';
import { SafeSpan } from './safe-span.ts';
import { type Watcher, watchEvents } from './watch-events.ts';
import { within } from './within.ts';

/** The options of `telemetry`. */
export interface TelemetryOptions {
  /** The tracer that creates spans. Default: the tracer of the registered provider. */
  readonly tracer?: Tracer | undefined;
  /** The meter that records metrics. Default: the meter of the registered provider. */
  readonly meter?: Meter | undefined;
  /** Whether the registered propagator adds the context of the call to the headers of each attempt. Default `true`. */
  readonly propagation?: boolean | undefined;
  /**
   * Whether spans contain prompts, replies and tools: `true`, or a function that may change or store them. Default `false`.
   * With content, the span keeps the reply in memory until its end.
   */
  readonly content?: boolean | ContentHook | undefined;
}

const rules: Readonly<Record<string, OptionRule>> = {
  tracer: aTracer,
  meter: aMeter,
  propagation: aBoolean,
  content: {
    allows: (value) => typeof value === 'boolean' || typeof value === 'function',
    expected: 'true, false or a function (content, span) => content',
  },
};

/**
 * Returns client options that trace and measure each call with OpenTelemetry. Spans and metrics have the names of the
 * conventions for generative AI. One span covers a call with all its attempts. Without a registered provider, the
 * overhead is negligible.
 *
 * An error of the call ends its span with `error.type`; unsubscribing ends it without a status. Exceptions of a tracer,
 * a meter or `content` do not affect the call; `diag` reports them. Throws `InvalidOptionsError` for wrong options.
 *
 * @example Trace a client
 * ```ts
 * import { AnthropicClient } from 'anthropic-rxjs';
 * import { telemetry } from 'anthropic-rxjs/opentelemetry';
 *
 * const client = new AnthropicClient({ ...telemetry() });
 * ```
 * @see traceRuns
 */
export function telemetry(options: TelemetryOptions = {}): { readonly callInterceptors: readonly CallInterceptor[] } {
  checkOptions('telemetry', options, rules);
  return { callInterceptors: [(call, next) => tracedCall(call, next, options)] };
}

function tracedCall(call: Call, next: SendCall, options: TelemetryOptions): Observable<CallValue> {
  const { tracer, meter, content = false } = options;
  const hook = content === true ? asItIs : content;
  const instruments = instrumentsOf(meter);
  const attributes = callAttributes(call);
  const parent = context.active();
  const span = new SafeSpan(tracer, nameOf(attributes), SpanKind.CLIENT, attributes, parent);
  if (!span.isValid && !instruments && !hook) return next(call);
  if (span.isRecording) span.setAttributes(requestAttributes(call));

  const recorded = hook ? new CallContent(call.params, hook) : undefined;
  const record = new CallRecord(span, instruments, attributes, recorded);
  const carried =
    span.isValid && options.propagation !== false ? withContext(call, parent, trace.setSpan(parent, span.span)) : call;
  // What a call emits depends on its method.
  switch (call.method) {
    case 'stream':
      return (next(carried) as Observable<BetaMessageStreamEvent>).pipe(watchEvents(record));
    case 'connect':
      return (next(carried) as Observable<MessageStreamResponse<BetaMessageStreamEvent>>).pipe(
        watchEvents(untilResponse(record)),
        map((response) => watched(response, record)),
      );
    case 'create':
      return (next(carried) as Observable<CallValue & { readonly body: BetaMessage }>).pipe(
        watchEvents({ ...endOf(record), next: ({ body }) => record.reply(body) }),
      );
    case 'countTokens':
      return next(carried).pipe(watchEvents(endOf(record)));
  }
}

/** Ends the record together with a stream of values that it does not read. */
function endOf<T>(record: CallRecord): Watcher<T> {
  return {
    next: noop,
    error: (error) => record.error(error),
    complete: () => record.complete(),
    unsubscribe: () => record.unsubscribe(),
  };
}

/** Ends the record before the response arrives. Afterwards `watched` does, even if the consumer has unsubscribed. */
function untilResponse<T>(record: CallRecord): Watcher<T> {
  let arrived = false;
  return {
    ...endOf(record),
    next: () => {
      arrived = true;
    },
    complete: noop,
    unsubscribe: () => {
      if (!arrived) record.unsubscribe();
    },
  };
}

function nameOf(attributes: Attributes): string {
  return ['operation.name', 'request.model']
    .map((name) => attributes[`gen_ai.${name}`] ?? '')
    .join(' ')
    .trim();
}

const asItIs: ContentHook = (content) => content;

/** A response whose call ends with the one of its streams that is read, or unread, like the client closes it. */
function watched(
  response: MessageStreamResponse<BetaMessageStreamEvent>,
  record: CallRecord,
): MessageStreamResponse<BetaMessageStreamEvent> {
  let claimed = false;
  const unclaimed = setTimeout(() => record.unsubscribe());
  const claim = <T>(stream$: Observable<T>, watcher: Watcher<T>) =>
    defer(() => {
      if (claimed) return stream$;
      claimed = true;
      clearTimeout(unclaimed);
      return stream$.pipe(watchEvents(watcher));
    });
  return {
    ...response,
    events$: claim(response.events$, record),
    serverSentEvents$: claim(response.serverSentEvents$, endOf(record)),
    bytes$: claim(response.bytes$, endOf(record)),
  };
}

/**
 * The call with a last interceptor, which sends each attempt inside the context of its span: no interceptor signs its
 * headers.
 */
function withContext(call: Call, parent: Context, inside: Context): Call {
  const carry: Interceptor = (request, next) => {
    attempt(propagation, 'inject', () =>
      propagation.inject(inside, request.headers, { set: (headers, name, value) => headers.set(name, value) }),
    );
    return within(inside, next(request), parent);
  };
  return { ...call, interceptors: [...call.interceptors, carry] };
}
