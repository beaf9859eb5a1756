import { InvalidOptionsError } from '../errors/invalid-options-error.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { isRetryable } from '../errors/is-retryable.ts';
import type { Deadline } from '../errors/stream-deadline-error.ts';
import { defaultMaxEventBytes } from '../sse/max-event-bytes.ts';
import { inBrowser } from '../transport/in-browser.ts';
import { readHeaders } from '../transport/read-headers.ts';
import type { BodyOptions, RequestOptions, ResponseOptions } from '../transport/request-options.ts';
import { exponentialDelay } from '../transport/exponential-delay.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import { checkCallOptions } from './check-client-options.ts';
import { type ClientSettings, publicAPI, refuseKeyInPage } from './client-settings.ts';

/**
 * Merges a client's settings with the options of a call to `owner`; every default is here. `observes` allows the option
 * `observe`. Throws `InvalidOptionsError`.
 */
export function resolveOptions(
  client: ClientSettings,
  owner: string,
  call: RequestOptions | BodyOptions | ResponseOptions = {},
  observes = false,
): TransportOptions {
  checkCallOptions(owner, call, observes);
  const { changes: headers, issues } = readHeaders('headers', call.headers);
  if (client.headerIssues.length > 0) throw new InvalidOptionsError('AnthropicClient', client.headerIssues);
  if (issues.length > 0) throw new InvalidOptionsError(owner, issues);
  const fetch = call.fetch ?? client.fetch;
  const interceptors = client.interceptors ?? [];
  refuseKeyInPage(client, fetch);
  const sendsSecret = (client.apiKey ?? client.authToken) !== null;
  const hasOwnSecret = ['x-api-key', 'authorization'].some(
    (name) => (headers.get(name) ?? client.defaultHeaders.get(name)) != null,
  );
  // An interceptor may add a credential.
  if (client.baseURL === publicAPI && !sendsSecret && !hasOwnSecret && interceptors.length === 0) {
    const message = inBrowser()
      ? 'is missing; keep it on a server, and point baseURL to the proxy there'
      : 'is missing; set ANTHROPIC_API_KEY or pass new AnthropicClient({ apiKey })';
    throw wrongOption('AnthropicClient', 'apiKey', message);
  }
  const deadline = (name: Deadline, fallback = 0) => call.deadlines?.[name] ?? client.deadlines?.[name] ?? fallback;
  return {
    ...client,
    headers,
    apiVersion: client.apiVersion ?? '2023-06-01',
    interceptors,
    fetch,
    timeout: call.timeout ?? client.timeout ?? 600_000,
    maxRetries: call.maxRetries ?? client.maxRetries ?? 2,
    maxRetryDelay: call.maxRetryDelay ?? client.maxRetryDelay ?? 60_000,
    delay: call.delay ?? client.delay ?? exponentialDelay,
    when: call.when ?? client.when ?? isRetryable,
    deadlines: {
      firstContent: deadline('firstContent'),
      silence: deadline('silence', 300_000),
      contentGap: deadline('contentGap'),
      total: deadline('total'),
    },
    signal: call.signal,
    paused$: call.paused$,
    maxEventBytes: call.maxEventBytes ?? client.maxEventBytes ?? defaultMaxEventBytes,
  };
}
