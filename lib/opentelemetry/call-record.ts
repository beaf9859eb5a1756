import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { BetaUsage } from '../types/usage.ts';
import { errorType } from './error-type.ts';
import type { Instruments, TokenKind } from './instruments.ts';

/** Reads the events of one reply as they pass, and ends the span and the metrics of its call. It keeps no text. */
export class CallRecord {
  readonly #span: Span;
  readonly #instruments: Instruments | undefined;
  /** Of metrics. One object per call, except that the model of the reply is added. */
  #attributes: Attributes;
  readonly #started = performance.now();
  #lastChunk: number | undefined;
  #usage: Partial<BetaUsage> | undefined;
  #stopReason: string | null = null;
  #ended = false;

  constructor(span: Span, instruments: Instruments | undefined, attributes: Attributes) {
    this.#span = span;
    this.#instruments = instruments;
    this.#attributes = attributes;
  }

  /**
   * The first chunk is the first delta of content: neither a ping nor `message_start` is output. Deltas less than 1 ms apart
   * arrived together and count as one chunk.
   */
  event(event: BetaMessageStreamEvent): void {
    switch (event.type) {
      case 'content_block_delta':
        this.#chunk();
        break;
      case 'message_start':
        this.reply(event.message);
        break;
      case 'content_block_start':
        if (event.content_block.type === 'fallback') this.#model(event.content_block.to.model);
        break;
      case 'message_delta':
        this.#spent(event.usage);
        this.#stopReason = event.delta.stop_reason ?? this.#stopReason;
        break;
      default:
    }
  }

  /** A reply without a stream, or the beginning of one, which may be complete as well. */
  reply({ id, model, usage, stop_reason: reason }: BetaMessage): void {
    this.#span.setAttribute('gen_ai.response.id', id);
    this.#model(model);
    this.#spent(usage);
    this.#stopReason = reason ?? null;
  }

  /** The consumer unsubscribed: neither a success nor a failure. */
  cancel(): void {
    this.#end(undefined);
  }

  complete(): void {
    this.#end(undefined, SpanStatusCode.OK);
  }

  fail(error: unknown): void {
    this.#end(errorType(error), SpanStatusCode.ERROR);
  }

  #chunk(): void {
    const last = this.#lastChunk;
    // Without a meter only the first chunk counts.
    if (last !== undefined && !this.#instruments) return;
    // Cheaper than a clock of higher resolution, which the buckets do not need.
    const now = Date.now();
    this.#lastChunk = now;
    if (last === undefined) this.#firstChunk((performance.now() - this.#started) / 1000);
    else if (now - last >= 1) this.#instruments?.timePerOutputChunk.record((now - last) / 1000, this.#attributes);
  }

  #firstChunk(seconds: number): void {
    this.#span.setAttribute('gen_ai.response.time_to_first_chunk', seconds);
    this.#instruments?.timeToFirstChunk.record(seconds, this.#attributes);
  }

  #model(model: string): void {
    this.#span.setAttribute('gen_ai.response.model', model);
    this.#attributes = { ...this.#attributes, 'gen_ai.response.model': model };
  }

  /** Counts are cumulative. A null means that the count did not change. */
  #spent(usage: object): void {
    this.#usage = {
      ...this.#usage,
      ...Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== null)),
    };
  }

  #end(error: string | undefined, status?: SpanStatusCode): void {
    if (this.#ended) return;
    this.#ended = true;
    const isChat = this.#attributes['gen_ai.operation.name'] === 'chat';
    const reason = this.#stopReason ?? (status === SpanStatusCode.OK ? undefined : 'error');
    if (isChat && reason !== undefined) this.#span.setAttribute('gen_ai.response.finish_reasons', [reason]);
    if (error !== undefined) this.#span.setAttribute('error.type', error);
    const failed = error === undefined ? this.#attributes : { ...this.#attributes, 'error.type': error };
    if (isChat) this.#tokens(failed);
    this.#instruments?.duration.record((performance.now() - this.#started) / 1000, failed);
    if (status !== undefined) this.#span.setStatus({ code: status });
    this.#span.end();
  }

  #tokens(attributes: Attributes): void {
    const counts = this.#usage && tokensOf(this.#usage, this.#stopReason !== null);
    for (const [kind, count] of Object.entries(counts ?? {})) {
      this.#span.setAttribute(`gen_ai.usage.${kind}`, count);
      // A reply's counts have no modalities; its output is text.
      const modality = kind.endsWith('output_tokens') ? 'text' : 'unknown';
      this.#count(kind as TokenKind, count, modality); // the keys of `counts`
    }
    if (!counts) {
      this.#count('input_tokens', 0, 'unknown');
      this.#count('output_tokens', 0, 'unknown');
    }
    if (counts?.input_tokens !== undefined)
      this.#instruments?.tokensPerCall.input.record(counts.input_tokens, attributes);
    if (counts?.output_tokens !== undefined) {
      this.#instruments?.tokensPerCall.output.record(counts.output_tokens, attributes);
    }
  }

  #count(kind: TokenKind, count: number, modality: string): void {
    this.#instruments?.tokens[kind].add(count, { ...this.#attributes, 'gen_ai.token.modality': modality });
  }
}

/** Input includes what a cache read and wrote. Output counts only once the reply is complete: before, it is a placeholder. */
function tokensOf(usage: Partial<BetaUsage>, whole: boolean): Partial<Record<TokenKind, number>> {
  const read = usage.cache_read_input_tokens;
  const written = usage.cache_creation_input_tokens;
  const counts: Partial<Record<TokenKind, number | null | undefined>> = {
    input_tokens: (usage.input_tokens ?? 0) + (read ?? 0) + (written ?? 0),
    output_tokens: whole ? usage.output_tokens : undefined,
    'cache_read.input_tokens': read,
    'cache_write.input_tokens': written,
    'reasoning.output_tokens': whole ? usage.output_tokens_details?.thinking_tokens : undefined,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => typeof count === 'number'));
}
