import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  type Meter,
  propagation,
  SpanKind,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { defer, map, type Observable, tap } from 'rxjs';
import { MessageBuilder } from '../accumulate/message-builder.ts';
import type { Call, CallInterceptor, CallValue, SendCall } from '../client/call-interceptor.ts';
import { aBoolean, checkOptions, type OptionRule } from '../errors/check-options.ts';
import { quietly } from '../errors/quietly.ts';
import { refuseUnknownOptions } from '../errors/refuse-unknown-options.ts';
import type { MessageStreamResponse } from '../stream/message-stream-response.ts';
import type { Interceptor } from '../transport/intercept.ts';
import { version } from '../transport/version.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { aMeter, aTracer } from './api-rules.ts';
import { callAttributes, requestAttributes } from './call-attributes.ts';
import { CallRecord } from './call-record.ts';
import { contentAttributes, type ContentHook } from './content.ts';
import { instrumentsOf, scope } from './instruments.ts';
import { watchEvents } from './watch-events.ts';
import { within } from './within.ts';

/** The options of `telemetry`. */
export interface TelemetryOptions {
  /** Default: the tracer of the registered provider. */
  readonly tracer?: Tracer | undefined;
  /** Default: the meter of the registered provider. */
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
 * An error of the call ends its span with `error.type`; unsubscribing ends it without a status. Throws
 * `InvalidOptionsError` for wrong options.
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
  refuseUnknownOptions('telemetry', options, Object.keys(rules));
  return { callInterceptors: [(call, next) => tracedCall(call, next, options)] };
}

function tracedCall(call: Call, next: SendCall, options: TelemetryOptions): Observable<CallValue> {
  const { tracer = trace.getTracer(scope, version), meter, content = false } = options;
  const hook = content === true ? asItIs : content;
  const instruments = instrumentsOf(meter);
  const attributes = callAttributes(call);
  const parent = context.active();
  const span = tracer.startSpan(nameOf(attributes), { kind: SpanKind.CLIENT, attributes }, parent);
  const isCarried = isSpanContextValid(span.spanContext());
  if (!isCarried && !instruments && !hook) return next(call);
  if (span.isRecording()) span.setAttributes(requestAttributes(call));

  const record = new CallRecord(span, instruments, attributes);
  const builder = hook ? new MessageBuilder() : undefined;
  let reply: BetaMessage | undefined;
  const addContent = () => {
    reply ??= builder?.state?.message;
    if (hook) span.setAttributes(contentAttributes(call.params, reply, hook, span));
  };
  const end = {
    error: (error: unknown) => {
      addContent();
      record.fail(error);
    },
    complete: () => {
      addContent();
      record.complete();
    },
    unsubscribe: () => {
      addContent();
      record.cancel();
    },
  };
  const onEvent = builder
    ? (event: BetaMessageStreamEvent) => {
        record.event(event);
        quietly(() => builder.add(event));
      }
    : (event: BetaMessageStreamEvent) => record.event(event);

  const carried =
    isCarried && options.propagation !== false ? withContext(call, parent, trace.setSpan(parent, span)) : call;
  // What a call emits depends on its method.
  switch (call.method) {
    case 'stream':
      return (next(carried) as Observable<BetaMessageStreamEvent>).pipe(watchEvents({ ...end, next: onEvent }));
    case 'connect':
      return (next(carried) as Observable<MessageStreamResponse<BetaMessageStreamEvent>>).pipe(
        tap({ error: end.error, unsubscribe: end.unsubscribe }),
        map((response) => watched(response, onEvent, end)),
      );
    case 'create':
      return (next(carried) as Observable<CallValue & { readonly body: BetaMessage }>).pipe(
        tap({
          ...end,
          next: ({ body }) => {
            reply = body;
            record.reply(body);
          },
        }),
      );
    case 'countTokens':
      return next(carried).pipe(tap(end));
  }
}

function nameOf(attributes: Attributes): string {
  return ['operation.name', 'request.model']
    .map((name) => attributes[`gen_ai.${name}`] ?? '')
    .join(' ')
    .trim();
}

const asItIs: ContentHook = (content) => content;

interface End {
  readonly error: (error: unknown) => void;
  readonly complete: () => void;
  readonly unsubscribe: () => void;
}

/** A response whose call ends with the one of its streams that is read, or unread, like the client closes it. */
function watched(
  response: MessageStreamResponse<BetaMessageStreamEvent>,
  onEvent: (event: BetaMessageStreamEvent) => void,
  end: End,
): MessageStreamResponse<BetaMessageStreamEvent> {
  let claimed = false;
  const unclaimed = setTimeout(end.unsubscribe);
  const claim = <T>(stream$: Observable<T>, next?: (value: T) => void) =>
    defer(() => {
      if (claimed) return stream$;
      claimed = true;
      clearTimeout(unclaimed);
      return stream$.pipe(tap({ ...end, ...(next && { next }) }));
    });
  return {
    ...response,
    events$: claim(response.events$, onEvent),
    serverSentEvents$: claim(response.serverSentEvents$),
    bytes$: claim(response.bytes$),
  };
}

/** The call with an interceptor that sends each attempt inside the context of its span, last, so that nobody signs its headers. */
function withContext(call: Call, parent: Context, inside: Context): Call {
  const carry: Interceptor = (request, next) => {
    propagation.inject(inside, request.headers, { set: (headers, name, value) => headers.set(name, value) });
    return within(inside, next(request), parent);
  };
  return { ...call, interceptors: [...call.interceptors, carry] };
}
