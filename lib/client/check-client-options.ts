import {
  aBoolean,
  aFunction,
  anAbortSignal,
  aPause,
  aString,
  checkOptions,
  countFrom,
  functions,
  milliseconds,
  oneOf,
  type OptionRule,
} from '../errors/check-options.ts';
import { aRetryDelay } from '../errors/retry-delay.ts';
import { logLevels } from '../transport/logger.ts';
import type { Deadlines, RequestOptions, ResponseOptions } from '../transport/request-options.ts';
import type { AnthropicClientOptions } from './anthropic-client-options.ts';
import { isRecord } from '../errors/is-record.ts';

type Rules<Options> = { readonly [Name in keyof Required<Options>]: OptionRule };

const credential: OptionRule = {
  allows: (value) => value === null || typeof value === 'function' || typeof value === 'string',
  expected: 'a string, a function that returns one, or null for none',
  secret: true,
};
const headers: OptionRule = { allows: isRecord, expected: 'a record of headers, an array of pairs or Headers' };
const deadlineRules: Rules<Deadlines> = {
  firstContent: milliseconds,
  silence: milliseconds,
  contentGap: milliseconds,
  total: milliseconds,
};
const sharedRules = {
  deadlines: { allows: isRecord, expected: 'an object such as { silence: 30_000 }' },
  delay: aRetryDelay,
  fetch: { ...aFunction, expected: 'a function such as the global fetch' },
  maxEventBytes: countFrom(1),
  maxRetries: countFrom(0),
  maxRetryDelay: milliseconds,
  timeout: milliseconds,
  when: aFunction,
} satisfies Partial<Rules<RequestOptions>>;
const clientRules: Rules<AnthropicClientOptions> = {
  apiKey: credential,
  authToken: credential,
  baseURL: { ...aString, secret: true },
  apiVersion: { allows: isVersion, expected: 'a version such as "2023-06-01"' },
  defaultHeaders: headers,
  interceptors: functions,
  callInterceptors: functions,
  logger: { allows: isLogger, expected: 'an object with the methods error, warn, info and debug' },
  logLevel: oneOf(...logLevels),
  dangerouslyAllowBrowser: aBoolean,
  dangerouslyAllowHTTP: aBoolean,
  ...sharedRules,
};
const callRules: Rules<RequestOptions> = {
  headers,
  signal: anAbortSignal,
  paused$: aPause,
  ...sharedRules,
};
/** New names of options of version 0.1. */
const renamed = { retryPolicy: 'when and delay' };
const observeRules: Rules<ResponseOptions> = { ...callRules, observe: oneOf('body', 'response') };

/** Checks the options of a client. Throws `InvalidOptionsError`. */
export function checkClientOptions(options: unknown): void {
  check('AnthropicClient', options, clientRules);
}

/** Checks the options of a call. Throws `InvalidOptionsError`. */
export function checkCallOptions(owner: string, options: unknown, withObserve: boolean): void {
  check(owner, options, withObserve ? observeRules : callRules);
}

function check(owner: string, options: unknown, rules: Readonly<Record<string, OptionRule>>): void {
  checkOptions(owner, options, rules, '', renamed);
  const { deadlines } = options as { readonly deadlines?: Readonly<Record<string, unknown>> }; // validated above
  if (deadlines === undefined) return;
  checkOptions(owner, deadlines, deadlineRules, 'deadlines.');
}

function isVersion(value: unknown): boolean {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

function isLogger(value: unknown): boolean {
  return isRecord(value) && logLevels.every((level) => level === 'off' || aFunction.allows(value[level]));
}
