import {
  type Attributes,
  type Context,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type Span,
  type SpanKind,
  type SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { version } from '../transport/version.ts';
import { attempt } from './attempt.ts';
import { scope } from './instruments.ts';

/** A span that never throws, even if its tracer does. */
export class SafeSpan {
  /** For contexts and hooks. Without a working tracer, it records nothing. */
  readonly span: Span;
  /** Whether the span has an identity, which its children and the headers of requests refer to. */
  readonly isValid: boolean;
  readonly #owner: object;

  /** Starts a span of `tracer`, by default of the tracer that is registered now. */
  constructor(tracer: Tracer | undefined, name: string, kind: SpanKind, attributes: Attributes, parent: Context) {
    this.#owner = tracer ?? trace;
    const started = attempt(this.#owner, 'startSpan', () => {
      const span = (tracer ?? trace.getTracer(scope, version)).startSpan(name, { kind, attributes }, parent);
      return { span, isValid: isSpanContextValid(span.spanContext()) };
    });
    this.span = started?.span ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    this.isValid = started?.isValid ?? false;
  }

  get isRecording(): boolean {
    return attempt(this.#owner, 'isRecording', () => this.span.isRecording()) === true;
  }

  setAttributes(attributes: Attributes): void {
    attempt(this.#owner, 'setAttributes', () => this.span.setAttributes(attributes));
  }

  end(code?: SpanStatusCode): void {
    if (code !== undefined) attempt(this.#owner, 'setStatus', () => this.span.setStatus({ code }));
    attempt(this.#owner, 'end', () => this.span.end());
  }
}
