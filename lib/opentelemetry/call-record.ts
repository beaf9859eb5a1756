import { type Attributes, SpanStatusCode } from '@opentelemetry/api';
import { sentUsage } from '../accumulate/sent-usage.ts';
import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { BetaUsage } from '../types/usage.ts';
import type { CallContent } from './content.ts';
import { errorType } from './error-type.ts';
import { type Instruments, type TokenKind, tokenKinds } from './instruments.ts';
import type { SafeSpan } from './safe-span.ts';
import type { Watcher } from './watch-events.ts';

/**
 * After so many deltas in one millisecond, the rest of a burst needs no clock: reading it costs more than passing the delta
 * on. A microtask costs more than a few reads.
 */
const deltasBeforeBurst = 8;

/** Reads the events of one reply as they pass, and ends the span and the metrics of its call. It keeps no text. */
export class CallRecord implements Watcher<BetaMessageStreamEvent> {
  readonly #span: SafeSpan;
  readonly #instruments: Instruments | undefined;
  readonly #content: CallContent | undefined;
  /** Of metrics. One object per call, except that the model of the reply is added. */
  #attributes: Attributes;
  readonly #started = performance.now();
  #lastChunk = 0;
  /** Deltas in the millisecond of the last chunk. */
  #sameTime = 0;
  #inBurst = false;
  /** Without a meter, only the first chunk counts. */
  #countsChunks = true;
  #usage: Partial<BetaUsage> | undefined;
  #stopReason: string | null = null;
  #ended = false;

  constructor(span: SafeSpan, instruments: Instruments | undefined, attributes: Attributes, content?: CallContent) {
    this.#span = span;
    this.#instruments = instruments;
    this.#attributes = attributes;
    this.#content = content;
  }

  next(event: BetaMessageStreamEvent): void {
    if (event.type !== 'content_block_delta') this.#read(event);
    else if (this.#countsChunks) this.#chunk();
    this.#content?.add(event);
  }

  /** A reply without a stream. */
  reply(message: BetaMessage): void {
    this.#start(message);
    message.content.forEach((block) => this.#block(block));
    this.#content?.replace(message);
  }

  error(error: unknown): void {
    this.#end(errorType(error), SpanStatusCode.ERROR);
  }

  complete(): void {
    this.#end(undefined, SpanStatusCode.OK);
  }

  /** Neither a success nor a failure. */
  unsubscribe(): void {
    this.#end(undefined);
  }

  #read(event: BetaMessageStreamEvent): void {
    switch (event.type) {
      case 'message_start':
        this.#start(event.message);
        break;
      case 'content_block_start':
        this.#block(event.content_block);
        break;
      case 'message_delta':
        this.#spent(event.usage);
        this.#stopReason = event.delta.stop_reason ?? this.#stopReason;
        break;
      default:
    }
  }

  /**
   * The first chunk is the first delta of content: neither a ping nor `message_start` is output. Deltas that arrive in one
   * piece of the body, or less than 1 ms apart, count as one chunk.
   */
  #chunk(): void {
    if (this.#inBurst) return;
    // Cheaper than a clock of higher resolution, which the buckets do not need.
    const now = Date.now();
    const last = this.#lastChunk;
    if (now === last) {
      this.#sameTime += 1;
      if (this.#sameTime % deltasBeforeBurst === 0) this.#skipBurst();
      return;
    }
    this.#lastChunk = now;
    this.#sameTime = 0;
    if (last === 0) this.#firstChunk();
    else if (now > last) this.#instruments?.timePerOutputChunk((now - last) / 1000, this.#attributes);
  }

  /** The deltas of one piece of the body are emitted without a microtask between them. */
  #skipBurst(): void {
    this.#inBurst = true;
    void Promise.resolve().then(() => {
      this.#inBurst = false;
    });
  }

  #firstChunk(): void {
    const seconds = (performance.now() - this.#started) / 1000;
    this.#span.setAttributes({ 'gen_ai.response.time_to_first_chunk': seconds });
    this.#instruments?.timeToFirstChunk(seconds, this.#attributes);
    this.#countsChunks = this.#instruments !== undefined;
  }

  #start({ id, model, usage, stop_reason: reason }: BetaMessage): void {
    this.#span.setAttributes({ 'gen_ai.response.id': id });
    this.#model(model);
    this.#spent(usage);
    this.#stopReason = reason ?? null;
  }

  #block(block: BetaContentBlock): void {
    if (block.type === 'fallback') this.#model(block.to.model);
  }

  #model(model: string): void {
    this.#span.setAttributes({ 'gen_ai.response.model': model });
    this.#attributes = { ...this.#attributes, 'gen_ai.response.model': model };
  }

  /** Counts are cumulative. A count that is null or absent did not change. */
  #spent(usage: object): void {
    this.#usage = { ...this.#usage, ...sentUsage(usage) };
  }

  #end(error: string | undefined, status?: SpanStatusCode): void {
    if (this.#ended) return;
    this.#ended = true;
    const isChat = this.#attributes['gen_ai.operation.name'] === 'chat';
    const reason = this.#stopReason ?? (status === SpanStatusCode.OK ? undefined : 'error');
    const failure: Attributes = error === undefined ? {} : { 'error.type': error };
    const failed = { ...this.#attributes, ...failure };
    const counts = tokensOf(this.#usage, this.#stopReason !== null);
    if (isChat) this.#tokens(counts, failed);
    this.#instruments?.duration((performance.now() - this.#started) / 1000, failed);
    this.#span.setAttributes({
      ...failure,
      ...(isChat && usageAttributes(counts)),
      ...(isChat && reason !== undefined && { 'gen_ai.response.finish_reasons': [reason] }),
      ...this.#content?.attributes(this.#span.span),
    });
    this.#span.end(status);
  }

  /** Counters count each call, and 0 for what the reply does not mention; histograms record counts of the reply. */
  #tokens(counts: TokenCounts, attributes: Attributes): void {
    if (!this.#instruments) return;
    const { tokens, tokensPerCall } = this.#instruments;
    for (const kind of tokenKinds) {
      const count = counts[kind];
      // A reply's counts have no modalities; its output is text.
      const modality = count !== undefined && kind.endsWith('output_tokens') ? 'text' : 'unknown';
      tokens[kind](count ?? 0, { ...this.#attributes, 'gen_ai.token.modality': modality });
    }
    if (counts.input_tokens !== undefined) tokensPerCall.input(counts.input_tokens, attributes);
    if (counts.output_tokens !== undefined) tokensPerCall.output(counts.output_tokens, attributes);
  }
}

type TokenCounts = Readonly<Partial<Record<TokenKind, number>>>;

/** Input includes what a cache read and wrote. Output counts only once the reply is complete: before, it is a placeholder. */
function tokensOf(usage: Partial<BetaUsage> | undefined, whole: boolean): TokenCounts {
  if (!usage) return {};
  const input = usage.input_tokens;
  const read = usage.cache_read_input_tokens;
  const written = usage.cache_creation_input_tokens;
  const counts: Partial<Record<TokenKind, number | null | undefined>> = {
    input_tokens: input === undefined ? undefined : input + (read ?? 0) + (written ?? 0),
    output_tokens: whole ? usage.output_tokens : undefined,
    'cache_read.input_tokens': read,
    'cache_write.input_tokens': written,
    'reasoning.output_tokens': whole ? usage.output_tokens_details?.thinking_tokens : undefined,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => typeof count === 'number'));
}

/** The totals, and the parts of them that are not 0. */
function usageAttributes(counts: TokenCounts): Attributes {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([kind, count]) => count !== 0 || !kind.includes('.'))
      .map(([kind, count]) => [`gen_ai.usage.${kind}`, count]),
  );
}
