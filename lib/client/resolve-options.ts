import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import type { Deadline } from '../errors/stream-deadline-error.ts';
import { createLog, isLogLevel, type LogLevel, logLevels } from '../transport/logger.ts';
import { defaultMaxEventBytes } from '../transport/max-event-bytes.ts';
import type { RequestOptions } from '../transport/request-options.ts';
import { defaultRetryPolicy } from '../transport/retry-policy.ts';
import type { CredentialSource, TransportOptions } from '../transport/transport-options.ts';
import type { Issue } from '../types/issue.ts';
import type { AnthropicClientOptions } from './anthropic-client-options.ts';

const publicAPI = 'https://api.anthropic.com';

/** A client's options with the environment read, once, when the client is made. */
export interface ClientSettings extends AnthropicClientOptions {
  readonly apiKey: string | CredentialSource | null;
  readonly authToken: string | CredentialSource | null;
  readonly baseURL: string;
}

/** Fills in the environment. One credential given in code keeps the other from being read. Throws `InvalidParamsError`. */
export function readEnvironment(options: AnthropicClientOptions): ClientSettings {
  const given = options.apiKey != null || options.authToken != null;
  const apiKey = options.apiKey !== undefined || given ? (options.apiKey ?? null) : environment('ANTHROPIC_API_KEY');
  const tokenFromEnvironment = options.authToken === undefined && !given && apiKey === null;
  const authToken = tokenFromEnvironment ? environment('ANTHROPIC_AUTH_TOKEN') : (options.authToken ?? null);
  if (options.apiKey != null && options.authToken != null) {
    throw new InvalidParamsError([{ path: 'authToken', message: 'give either apiKey or authToken, not both' }]);
  }
  if (inPage() && (apiKey ?? authToken) !== null && !options.dangerouslyAllowBrowser) {
    const message =
      'everyone who opens this page could read the key. Keep it on a server and point baseURL to a proxy of the same ' +
      'origin, or set dangerouslyAllowBrowser if you accept that';
    throw new InvalidParamsError([{ path: 'apiKey', message }]);
  }
  const baseURL = options.baseURL?.trim() || environment('ANTHROPIC_BASE_URL') || publicAPI;
  return { ...options, apiKey, authToken, baseURL, logLevel: logLevelOf(options) };
}

function logLevelOf({ logLevel, logger = console }: AnthropicClientOptions): LogLevel {
  const known = `must be one of ${logLevels.join(', ')}`;
  if (logLevel !== undefined && !isLogLevel(logLevel)) {
    throw new InvalidParamsError([{ path: 'logLevel', message: known }]);
  }
  const level = logLevel ?? environment('ANTHROPIC_LOG') ?? 'warn';
  if (isLogLevel(level)) return level;
  logger.warn(`ANTHROPIC_LOG is ignored: it ${known}`);
  return 'warn';
}

/** Merges a client's settings with a call's options; every default is here. Throws `InvalidParamsError`. */
export function resolveOptions(client: ClientSettings, call: RequestOptions = {}): TransportOptions {
  const headers = new Headers(client.defaultHeaders);
  new Headers(call.headers).forEach((value, name) => headers.set(name, value));
  const deadline = (name: Deadline) => call.deadlines?.[name] ?? client.deadlines?.[name];
  const options: TransportOptions = {
    baseURL: client.baseURL,
    apiKey: client.apiKey,
    authToken: client.authToken,
    headers,
    apiVersion: client.apiVersion ?? '2023-06-01',
    fetch: call.fetch ?? client.fetch,
    timeout: call.timeout ?? client.timeout ?? 600_000,
    maxRetries: call.maxRetries ?? client.maxRetries ?? 2,
    retryPolicy: call.retryPolicy ?? client.retryPolicy ?? defaultRetryPolicy,
    deadlines: {
      firstContent: deadline('firstContent') ?? 0,
      silence: deadline('silence') ?? 300_000,
      contentGap: deadline('contentGap') ?? 0,
      total: deadline('total') ?? 0,
    },
    signal: call.signal,
    paused$: call.paused$,
    maxEventBytes: call.maxEventBytes ?? client.maxEventBytes ?? defaultMaxEventBytes,
    log: createLog(client.logger ?? console, client.logLevel ?? 'warn'),
    dangerouslyAllowBrowser: client.dangerouslyAllowBrowser ?? false,
    dangerouslyAllowHTTP: client.dangerouslyAllowHTTP ?? false,
  };
  const issues = optionIssues(options);
  if (issues.length > 0) throw new InvalidParamsError(issues);
  return options;
}

function optionIssues(options: TransportOptions): Issue[] {
  const numbers = {
    timeout: options.timeout,
    maxRetries: options.maxRetries,
    maxEventBytes: options.maxEventBytes,
    'deadlines.firstContent': options.deadlines.firstContent,
    'deadlines.silence': options.deadlines.silence,
    'deadlines.contentGap': options.deadlines.contentGap,
    'deadlines.total': options.deadlines.total,
  };
  const issues = Object.entries(numbers)
    .filter(([, value]) => !Number.isInteger(value) || value < 0)
    .map(([path]) => ({ path, message: 'must be a whole number, 0 or more' }));
  const { signal, fetch }: { signal?: unknown; fetch?: unknown } = options; // what JavaScript may give
  if (signal !== undefined && !(typeof signal === 'object' && signal !== null && 'aborted' in signal)) {
    issues.push({ path: 'signal', message: 'must be an AbortSignal, such as the signal of an AbortController' });
  }
  if (fetch !== undefined && typeof fetch !== 'function') {
    issues.push({ path: 'fetch', message: 'must be a function such as the global fetch' });
  }
  const sendsSecret = (options.apiKey ?? options.authToken) !== null;
  const hasOwnSecret = options.headers.has('x-api-key') || options.headers.has('authorization');
  if (options.baseURL === publicAPI && !sendsSecret && !hasOwnSecret) {
    const message = 'there is none: set ANTHROPIC_API_KEY or pass new AnthropicClient({ apiKey })';
    issues.push({ path: 'apiKey', message });
  }
  return issues;
}

/** Browsers and workers have no environment, Deno may refuse it, and an empty variable counts as absent. */
function environment(name: string): string | null {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }; // only Node and its like
  try {
    return process?.env?.[name]?.trim() || null;
  } catch {
    return null;
  }
}

function inPage(): boolean {
  return 'window' in globalThis && 'document' in globalThis && 'navigator' in globalThis;
}
