import type { ObservableInput, SchedulerLike } from 'rxjs';
import type { BetaMessage, BetaMessageStreamEvent } from '../index.ts';
import type { RelayLog } from './relay-log.ts';

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

/** The options of a relay with their defaults. */
export type RelaySettings = Required<Omit<RelayOptions, 'recover'>> & { readonly recover: RelayOptions['recover'] };
