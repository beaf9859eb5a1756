import { asyncScheduler, type ObservableInput, type SchedulerLike } from 'rxjs';
import { aFunction, aScheduler, checkOptions, countFrom, type OptionRule } from '../errors/check-options.ts';
import type { BetaMessage, BetaMessageStreamEvent } from '../index.ts';
import { memoryLog } from './memory-log.ts';
import type { Relay } from './relay.ts';
import type { RelayLog } from './relay-log.ts';
import { RelayProcess } from './relay-process.ts';

/** How a relay works. */
export interface RelayOptions {
  /** Where replies are kept. Default: `memoryLog()`, for one process. */
  readonly log?: RelayLog;
  /** How long a process may be silent before it counts as dead, in ms. Default 10,000. */
  readonly lease?: number;
  /**
   * What becomes of a reply that nobody reads: `finish` lets it end; `stopAfter` stops it after so many ms without a
   * reader on any machine, checked three times per lease. Default `finish`.
   */
  readonly onIdle?: 'finish' | { readonly stopAfter: number };
  /**
   * Gives the stream that continues a reply whose process is gone; exactly one process calls it. `partialMessage` is the
   * message in the log, as for `resumeInterrupted`; absent where it has no content yet. `context` is that of `start`.
   * Default: readers get `ProducerLostError`.
   */
  readonly recover?: (
    id: string,
    partialMessage: BetaMessage | undefined,
    context: unknown,
  ) => ObservableInput<BetaMessageStreamEvent>;
  /** Where time comes from. Default: real time. */
  readonly scheduler?: SchedulerLike;
}

const anIdleRule: OptionRule = {
  allows: (value) =>
    value === 'finish' ||
    (typeof value === 'object' && value !== null && 'stopAfter' in value && Number(value.stopAfter) >= 0),
  expected: "'finish' or { stopAfter } in ms",
};
const aLog: OptionRule = {
  allows: (value) => typeof value === 'object' && value !== null && 'append' in value,
  expected: 'a log such as memoryLog()',
};

/**
 * Makes a relay. It keeps replies in a log while they are produced: after a reload, in a second tab or on another machine
 * a reader goes on from the last event it has, and a reader who leaves does not end the reply. Nothing happens before
 * `start` or `attach`.
 *
 * @example Start a reply, and attach to it later
 * ```ts
 * import { AnthropicClient, type MessageCreateParams } from 'anthropic-rxjs';
 * import { createRelay } from 'anthropic-rxjs/relay';
 *
 * const { messages } = new AnthropicClient();
 * const relay = createRelay();
 *
 * const begin = (id: string, params: MessageCreateParams) => relay.start(id, messages.stream(params));
 * const goOn = (id: string, lastId: string) => relay.attach(id, { after: lastId });
 * ```
 */
export function createRelay(options: RelayOptions = {}): Relay {
  checkOptions('createRelay', options, {
    log: aLog,
    lease: countFrom(1),
    onIdle: anIdleRule,
    recover: aFunction,
    scheduler: aScheduler,
  });
  const { log = memoryLog(), lease = 10_000, onIdle = 'finish', recover, scheduler = asyncScheduler } = options;
  return new RelayProcess({ log, lease, onIdle, recover, scheduler });
}
