import type { ObservableInput, SchedulerLike } from 'rxjs';
import type { BetaMessage, BetaMessageStreamEvent } from '../index.ts';
import type { RelayLog } from './relay-log.ts';

/** The options of `createRelay`. */
export interface RelayOptions {
  /** The store of the replies. Default: `memoryLog()`, for one process. */
  readonly log?: RelayLog | undefined;
  /** How long a process may be silent before others consider it dead, in ms. Default 10,000. */
  readonly lease?: number | undefined;
  /**
   * What happens to a reply without readers. `finish` lets it continue to its end. `stopAfter` stops it after that many
   * ms without a reader on any machine; the relay checks three times per lease. Default `finish`.
   */
  readonly onIdle?: 'finish' | { readonly stopAfter: number } | undefined;
  /**
   * Returns the stream that continues a reply after its process has died. Exactly one process calls it.
   * `partialMessage` is the message in the log, as in `resumeInterrupted`, or `undefined` without content. `context` is
   * the value that `start` received. Default: readers get `ProducerLostError`.
   */
  readonly recover?:
    | ((
        id: string,
        partialMessage: BetaMessage | undefined,
        context: unknown,
      ) => ObservableInput<BetaMessageStreamEvent>)
    | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/** The options of a relay with their defaults. */
export type RelaySettings = {
  readonly [Name in Exclude<keyof RelayOptions, 'recover'>]-?: NonNullable<RelayOptions[Name]>;
} & { readonly recover: RelayOptions['recover'] };
