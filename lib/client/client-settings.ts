import { wrongOption } from '../errors/wrong-option.ts';
import { inBrowser } from '../transport/in-browser.ts';
import { createLog, createWarnOnce, isLogLevel, type Log, type LogLevel, logLevels } from '../transport/logger.ts';
import { type HeaderChanges, readHeaders } from '../transport/read-headers.ts';
import type { RequestOptions } from '../transport/request-options.ts';
import { isRelative, requestURL } from '../transport/request-url.ts';
import { isCredentialHeader } from '../transport/secret-headers.ts';
import type { CredentialSource } from '../transport/transport-options.ts';
import type { Issue } from '../types/issue.ts';
import type { AnthropicClientOptions } from './anthropic-client-options.ts';
import { checkClientOptions } from './check-client-options.ts';
import { customHeaders, environment } from './read-environment.ts';

/** The default address. */
export const publicAPI = 'https://api.anthropic.com';

/** A client's options, validated, with the environment, read once per client. */
export interface ClientSettings extends Omit<AnthropicClientOptions, 'defaultHeaders'> {
  readonly apiKey: string | CredentialSource | null;
  readonly authToken: string | CredentialSource | null;
  readonly baseURL: string;
  readonly defaultHeaders: HeaderChanges;
  /** Default headers that HTTP cannot send: each call reports them. */
  readonly headerIssues: readonly Issue[];
  readonly log: Log;
  readonly warnOnce: (message: string) => void;
}

/** Adds the environment. A credential in code excludes the other one of the environment. Throws `InvalidOptionsError`. */
export function readSettings(options: AnthropicClientOptions): ClientSettings {
  checkClientOptions(options);
  let { apiKey = null, authToken = null } = options;
  if (apiKey !== null && authToken !== null) {
    throw wrongOption('AnthropicClient', 'authToken', 'set either apiKey or authToken, not both');
  }
  if (apiKey === null && authToken === null) {
    if (options.apiKey === undefined) apiKey = environment('ANTHROPIC_API_KEY');
    if (options.authToken === undefined && apiKey === null) authToken = environment('ANTHROPIC_AUTH_TOKEN');
  }
  const fromEnvironment = readHeaders('ANTHROPIC_CUSTOM_HEADERS', customHeaders());
  const fromCode = readHeaders('defaultHeaders', options.defaultHeaders);
  const log = createLog(options.logger ?? console, logLevelOf(options));
  const warnOnce = createWarnOnce(log);
  const settings = {
    ...options,
    apiKey,
    authToken,
    baseURL: baseURLOf(options),
    defaultHeaders: new Map([...fromEnvironment.changes, ...fromCode.changes]),
    headerIssues: [...fromEnvironment.issues, ...fromCode.issues],
    log,
    warnOnce,
  };
  refuseKeyInPage(settings, options.fetch);
  return settings;
}

/** Throws `InvalidOptionsError` for a key in a page, unless `fetch` never sends it. */
export function refuseKeyInPage(settings: ClientSettings, fetch: RequestOptions['fetch']): void {
  if (!inBrowser() || settings.dangerouslyAllowBrowser || isFake(fetch)) return;
  const [header] =
    [...settings.defaultHeaders].find(([name, value]) => value !== null && isCredentialHeader(name, value)) ?? [];
  if ((settings.apiKey ?? settings.authToken ?? header) == null) return;
  const path =
    settings.apiKey !== null ? 'apiKey' : settings.authToken !== null ? 'authToken' : `defaultHeaders.${header}`;
  throw wrongOption(
    'AnthropicClient',
    path,
    'everyone who opens this page could read the key. Keep it on a server and point baseURL to a proxy of the same ' +
      'origin, or set dangerouslyAllowBrowser if you accept that',
  );
}

/** Whether it is a `fakeFetch` of anthropic-rxjs/testing, which marks itself. */
function isFake(fetch: RequestOptions['fetch']): boolean {
  return fetch !== undefined && Symbol.for('anthropic-rxjs.fake-fetch') in fetch;
}

function baseURLOf(options: AnthropicClientOptions): string {
  const given = options.baseURL?.trim();
  const baseURL = given || environment('ANTHROPIC_BASE_URL') || publicAPI;
  // The page that resolves a relative address may not exist yet, for example on a server that renders.
  if (!isRelative(baseURL)) requestURL(baseURL, '/v1/messages', given ? 'baseURL' : 'ANTHROPIC_BASE_URL');
  return baseURL;
}

function logLevelOf({ logLevel, logger = console }: AnthropicClientOptions): LogLevel {
  const level = logLevel ?? environment('ANTHROPIC_LOG') ?? 'warn';
  if (isLogLevel(level)) return level;
  logger.warn(`ANTHROPIC_LOG is ignored: it must be one of ${logLevels.join(', ')}`);
  return 'warn';
}
