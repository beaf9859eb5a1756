import {
  asyncScheduler,
  concat,
  connect,
  defer,
  filter,
  finalize,
  merge,
  type Observable,
  of,
  type OperatorFunction,
  type SchedulerLike,
  Subject,
  switchMap,
  takeUntil,
} from 'rxjs';
import { sentUsage } from '../accumulate/sent-usage.ts';
import { textOfEvent } from '../accumulate/text-of.ts';
import { anything, aScheduler, checkOptions, milliseconds } from '../errors/check-options.ts';
import { isRecord } from '../errors/is-record.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { BetaUsage } from '../types/usage.ts';
import { accumulate } from './accumulate.ts';
import { checkPrices, costOf, type TokenPrices } from './cost-of.ts';
import { GapHistogram } from './gap-histogram.ts';

/** The options of `streamMetrics`. */
export interface StreamMetricsOptions {
  /** A gap between two pieces of text counts as a stall if it is longer than this, in ms. Default 2000. */
  readonly stallAfter?: number | undefined;
  /** Prices by model id, the `model` of a message. */
  readonly prices?: Readonly<Record<string, TokenPrices>> | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/** The measurements of a stream so far; times are in ms since the subscription. */
export interface StreamMetrics {
  /** `undefined` unless the source is `connect`. */
  readonly timeToHeaders: number | undefined;
  readonly timeToFirstEvent: number | undefined;
  readonly timeToFirstText: number | undefined;
  readonly duration: number;
  readonly events: number;
  /** Pieces of text. */
  readonly textPieces: number;
  /** The length of the text in UTF-16 code units. */
  readonly characters: number;
  /** The average since the first text; `undefined` until time has passed. */
  readonly charactersPerSecond: number | undefined;
  /** Gaps between pieces of text in ms, the percentiles to within 2 %; `undefined` before the second piece. */
  readonly gaps: { readonly p50: number; readonly p95: number; readonly max: number } | undefined;
  /** The number of gaps that were stalls. */
  readonly stalls: number;
  /** The sum of the stalls in ms. */
  readonly stalled: number;
  /** `undefined` until the server sends a count. */
  readonly usage: BetaMessage['usage'] | undefined;
  /** Including tokens of thinking; `undefined` until `message_delta`, near the end. */
  readonly outputTokens: number | undefined;
  /** `outputTokens` divided by the time since the first event. */
  readonly outputTokensPerSecond: number | undefined;
  /** In the currency of `prices`; `undefined` without prices for the model or without its token counts. */
  readonly cost: number | undefined;
  /** Whether the source has completed. */
  readonly done: boolean;
}

/**
 * Emits the measurements of a stream after each event, and once more, with `done`, when the source completes. The
 * source is a stream of events, or the Observable of `connect`, which adds `timeToHeaders`.
 *
 * ```text
 * source:  --S---B---T(a)----T(b)--E--D--X|
 * streamMetrics()
 * result:  --m---m---m-------m-----m--m--m(z|)
 * ```
 * Completes with the source. Adds `partialMessage` to errors of the source. Errors with `MalformedStreamError` if the
 * events do not form a message. Wrong options throw `InvalidOptionsError`. Memory is constant, however long the stream
 * is. Unsubscribing unsubscribes from the source.
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
export function streamMetrics(
  options: StreamMetricsOptions = {},
): OperatorFunction<BetaMessageStreamEvent | { readonly events$: Observable<BetaMessageStreamEvent> }, StreamMetrics> {
  checkOptions('streamMetrics', options, { stallAfter: milliseconds, prices: anything, scheduler: aScheduler });
  const { stallAfter = 2_000, prices = {}, scheduler = asyncScheduler } = options;
  checkPrices(prices);
  return (source) =>
    defer(() => {
      const start = scheduler.now();
      const gaps = new GapHistogram();
      let metrics = nothingYet;
      let lastText: number | undefined;
      let counts: Partial<BetaUsage> = {};

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
        const update = countsIn(event);
        counts = event.type === 'message_delta' ? { ...counts, ...update } : (update ?? counts);
        metrics = {
          ...metrics,
          timeToFirstEvent: metrics.timeToFirstEvent ?? at,
          events: metrics.events + 1,
          ...(text !== '' && measureText(text, at)),
          usage: Object.keys(counts).length > 0 ? message?.usage : undefined,
          outputTokens: event.type === 'message_delta' ? update?.output_tokens : metrics.outputTokens,
          cost: message && costOf(counts, message.model, prices),
        };
        return (metrics = withTimes(metrics, at));
      };
      const left$ = new Subject<void>();
      // `connect` cannot unsubscribe from a source while that emits synchronously.
      const source$ = source.pipe(takeUntil(left$));
      const events$ = source$.pipe(
        connect((values$) => {
          const responses$ = values$.pipe(filter(isResponse));
          const ofResponse$ = responses$.pipe(
            switchMap(({ events$ }) => {
              metrics = { ...metrics, timeToHeaders: scheduler.now() - start };
              return events$;
            }),
          );
          return merge(values$.pipe(filter(isEvent)), ofResponse$).pipe(finalize(() => left$.next()));
        }),
      );
      return concat(
        events$.pipe(accumulate((state, event) => measure(event, state?.message))),
        defer(() => of({ ...withTimes(metrics, scheduler.now() - start), done: true })),
      );
    });
}

interface ConnectedStream {
  readonly events$: Observable<BetaMessageStreamEvent>;
}

function isResponse(value: unknown): value is ConnectedStream {
  return isRecord(value) && 'events$' in value;
}

function isEvent(value: BetaMessageStreamEvent | ConnectedStream): value is BetaMessageStreamEvent {
  return !isResponse(value);
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

/** The counts in an event; some servers send none. */
function countsIn(event: BetaMessageStreamEvent): Partial<BetaUsage> | undefined {
  if (event.type === 'message_start') return sentUsage(event.message.usage);
  return event.type === 'message_delta' ? sentUsage(event.usage) : undefined;
}
