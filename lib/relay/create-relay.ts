import { asyncScheduler } from 'rxjs';
import { aFunction, aScheduler, checkOptions, finiteMilliseconds, type OptionRule } from '../errors/check-options.ts';
import { longestDelay } from '../errors/longest-delay.ts';
import { memoryLog } from './memory-log.ts';
import type { Relay } from './relay.ts';
import type { RelayOptions } from './relay-options.ts';
import { RelayProcess } from './relay-process.ts';

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
 * Creates a relay, which writes each reply to a log while the model produces it. A reader continues after its last
 * event: after a reload, in a second tab, or on another machine. A reader that unsubscribes does not end the reply. The
 * relay does no work before `start` or `attach`.
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
    lease: finiteMilliseconds,
    onIdle: anIdleRule,
    recover: aFunction,
    scheduler: aScheduler,
  });
  const { log = memoryLog(), lease = 10_000, onIdle = 'finish', recover, scheduler = asyncScheduler } = options;
  return new RelayProcess({ log, lease: Math.min(lease, longestDelay), onIdle, recover, scheduler });
}
