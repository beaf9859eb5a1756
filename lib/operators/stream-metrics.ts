import {
  asyncScheduler,
  concat,
  defer,
  type Observable,
  of,
  type OperatorFunction,
  type SchedulerLike,
  switchMap,
} from 'rxjs';
import { textOfEvent } from '../accumulate/text-of.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import { GapHistogram } from './gap-histogram.ts';

/** What tokens of one model cost, each for a million tokens, in whatever currency. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
  /** Default: as `input`. */
  readonly cacheRead?: number;
  /** Default: as `input`. */
  readonly cacheWrite?: number;
}

/** How `streamMetrics` measures. */
export interface StreamMetricsOptions {
  /** A gap between two pieces of text that is longer is a stall, in ms. Default 2000. */
  readonly stallAfter?: number;
  /** Prices by the model's id as `message_start` gives it. */
  readonly prices?: Readonly<Record<string, TokenPrices>>;
  /** Where time comes from. Default: real time. */
  readonly scheduler?: SchedulerLike;
}

/** What was measured of a stream so far; times in ms since the subscription. */
export interface StreamMetrics {
  /** Only of a stream that comes from `connect`. */
  readonly timeToHeaders: number | undefined;
  readonly timeToFirstEvent: number | undefined;
  readonly timeToFirstText: number | undefined;
  readonly duration: number;
  readonly events: number;
  /** Pieces of text, and their length in UTF-16 code units. */
  readonly textPieces: number;
  readonly characters: number;
  /** Since the first text; `undefined` until time has passed. */
  readonly charactersPerSecond: number | undefined;
  /** Gaps between pieces of text in ms, the percentiles to within 2 %; `undefined` before the second piece. */
  readonly gaps: { readonly p50: number; readonly p95: number; readonly max: number } | undefined;
  /** How many gaps were stalls, and their sum in ms. */
  readonly stalls: number;
  readonly stalled: number;
  readonly usage: BetaMessage['usage'] | undefined;
  /** As `message_delta` counts them, which comes near the end; with what was thought. */
  readonly outputTokens: number | undefined;
  /** `outputTokens` by the time since the first event. */
  readonly outputTokensPerSecond: number | undefined;
  /** By the prices given for the model; `undefined` without. */
  readonly cost: number | undefined;
  /** Whether the source has completed. */
  readonly done: boolean;
}

/**
 * Emits what is measured of a stream: after each event, and once more, with `done`, when it completes. The source is a
 * stream of events, or `connect`, whose value also tells the time to the headers.
 *
 * ```text
 * source:  --S---B---T(a)----T(b)--E--D--X|
 * streamMetrics()
 * result:  --m---m---m-------m-----m--m--m(z|)
 * ```
 * Completes with the source. Errors of the source leave with `partialMessage`. Keeps a fixed number of counters, however
 * long the stream is. Unsubscribing leaves the source.
 *
 * @example Time to the first word
 * ```ts
 * import { AnthropicClient, streamMetrics, type MessageCreateParams } from 'anthropic-rxjs';
 * import { last } from 'rxjs';
 *
 * const measure = (params: MessageCreateParams) =>
 *   new AnthropicClient().messages
 *     .connect(params)
 *     .pipe(streamMetrics({ prices: { 'claude-sonnet-5': { input: 3, output: 15 } } }), last())
 *     .subscribe(({ timeToFirstText, cost }) => console.log(timeToFirstText, cost));
 * ```
 */
export function streamMetrics({
  stallAfter = 2_000,
  prices = {},
  scheduler = asyncScheduler,
}: StreamMetricsOptions = {}): OperatorFunction<
  BetaMessageStreamEvent | { readonly events$: Observable<BetaMessageStreamEvent> },
  StreamMetrics
> {
  return (source) =>
    defer(() => {
      const start = scheduler.now();
      const gaps = new GapHistogram();
      let metrics = nothingYet;
      let lastText: number | undefined;

      const measureText = (text: string, at: number): Partial<StreamMetrics> => {
        const gap = lastText === undefined ? undefined : at - lastText;
        lastText = at;
        if (gap !== undefined) gaps.add(gap);
        const stall = gap !== undefined && gap > stallAfter ? gap : 0;
        return {
          timeToFirstText: metrics.timeToFirstText ?? at,
          textPieces: metrics.textPieces + 1,
          characters: metrics.characters + text.length,
          gaps: gaps.summary(),
          stalls: metrics.stalls + (stall > 0 ? 1 : 0),
          stalled: metrics.stalled + stall,
        };
      };
      const measure = (event: BetaMessageStreamEvent, message: BetaMessage | undefined): StreamMetrics => {
        const at = scheduler.now() - start;
        const text = textOfEvent(event);
        metrics = {
          ...metrics,
          timeToFirstEvent: metrics.timeToFirstEvent ?? at,
          events: metrics.events + 1,
          ...(text !== '' && measureText(text, at)),
          usage: message?.usage,
          outputTokens: event.type === 'message_delta' ? message?.usage.output_tokens : metrics.outputTokens,
          cost: message && costOf(message, prices[message.model]),
        };
        return (metrics = withTimes(metrics, at));
      };
      return concat(
        source.pipe(
          switchMap((value) => {
            if (!('events$' in value)) return of(value);
            metrics = { ...metrics, timeToHeaders: scheduler.now() - start };
            return value.events$;
          }),
          accumulate((state, event) => measure(event, state?.message)),
        ),
        defer(() => of({ ...withTimes(metrics, scheduler.now() - start), done: true })),
      );
    });
}

const nothingYet: StreamMetrics = {
  timeToHeaders: undefined,
  timeToFirstEvent: undefined,
  timeToFirstText: undefined,
  duration: 0,
  events: 0,
  textPieces: 0,
  characters: 0,
  charactersPerSecond: undefined,
  gaps: undefined,
  stalls: 0,
  stalled: 0,
  usage: undefined,
  outputTokens: undefined,
  outputTokensPerSecond: undefined,
  cost: undefined,
  done: false,
};

function withTimes(metrics: StreamMetrics, duration: number): StreamMetrics {
  const { characters, outputTokens, timeToFirstEvent = duration, timeToFirstText = duration } = metrics;
  return {
    ...metrics,
    duration,
    charactersPerSecond: perSecond(characters, duration - timeToFirstText),
    outputTokensPerSecond:
      outputTokens === undefined ? undefined : perSecond(outputTokens, duration - timeToFirstEvent),
  };
}

function perSecond(count: number, ms: number): number | undefined {
  return ms > 0 ? (count / ms) * 1_000 : undefined;
}

function costOf({ usage }: BetaMessage, prices: TokenPrices | undefined): number | undefined {
  if (!prices) return undefined;
  const { input, output, cacheRead = input, cacheWrite = input } = prices;
  const millionths =
    usage.input_tokens * input +
    usage.output_tokens * output +
    (usage.cache_read_input_tokens ?? 0) * cacheRead +
    (usage.cache_creation_input_tokens ?? 0) * cacheWrite;
  return millionths / 1_000_000;
}
