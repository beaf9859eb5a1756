import { aString, checkFields, type OptionRule, required } from '../errors/check-options.ts';
import { InvalidOptionsError } from '../errors/invalid-options-error.ts';
import { isRecord } from '../errors/is-record.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { inBrowser } from './in-browser.ts';
import type { AttemptRequest } from './intercept.ts';
import { readHeaders } from './read-headers.ts';
import { httpURL, requestURL } from './request-url.ts';
import { isCredentialHeader, isSecretHeader } from './secret-headers.ts';
import type { SplitParams } from './split-params.ts';
import type { TransportOptions } from './transport-options.ts';
import { version } from './version.ts';

/**
 * Builds the request of one attempt. Later headers win: of this library, the credential, the client, the params, the
 * call.
 */
export function buildRequest(
  path: string,
  params: SplitParams,
  credential: readonly [string, string] | null,
  retryCount: number,
  options: TransportOptions,
): AttemptRequest {
  const url = requestURL(options.baseURL, path);
  const headers = changed([
    ['accept', 'application/json, text/event-stream'],
    ['content-type', 'application/json'],
    ['anthropic-version', options.apiVersion],
    // Browsers send their own, and another one would cost a CORS preflight.
    ['user-agent', inBrowser() ? null : `anthropic-rxjs/${version}`],
    ['x-retry-count', retryCount > 0 ? String(retryCount) : null],
    ['anthropic-dangerous-direct-browser-access', options.dangerouslyAllowBrowser ? 'true' : null],
    ...(credential ? [credential] : []),
    ...options.defaultHeaders,
    ...params.headers,
    ...options.headers,
  ]);
  return requestTo(url, headers, params.body, options);
}

/** The request that interceptors see. */
export function withoutSecrets({ url, headers, body }: AttemptRequest): AttemptRequest {
  return { url, headers: new Headers([...headers].filter(([name, value]) => !isSecretHeader(name, value))), body };
}

/**
 * Adds the secrets of a built request to the request of the last interceptor, unless that request has another origin. A
 * header that an interceptor has set wins.
 */
export function withSecrets(request: AttemptRequest, built: AttemptRequest, options: TransportOptions): AttemptRequest {
  const { url, body } = request;
  checkFields('AnthropicClient', request, attemptRules, 'interceptors.request.');
  const target = httpURL(url, 'interceptors');
  const { changes, issues } = readHeaders('interceptors.request.headers', request.headers);
  if (issues.length > 0) throw new InvalidOptionsError('AnthropicClient', issues);
  const headers = changed(changes);
  if (target.origin === new URL(built.url).origin) {
    built.headers.forEach((value, name) => {
      if (isSecretHeader(name, value) && !headers.has(name)) headers.set(name, value);
    });
  }
  return requestTo(target, headers, body, options);
}

const attemptRules: Readonly<Record<keyof AttemptRequest, OptionRule>> = {
  url: required(aString),
  headers: required({ allows: isRecord, expected: 'Headers, such as those of the given request' }),
  body: required({ ...aString, expected: 'a string of JSON' }),
};

/** Headers after changes, of which later ones win. */
function changed(changes: Iterable<readonly [name: string, value: string | null]>): Headers {
  const headers = new Headers();
  for (const [name, value] of changes) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return headers;
}

/** The request to an address. Throws `InvalidOptionsError` for a credential in clear text. */
function requestTo(
  url: URL,
  headers: Headers,
  body: string,
  { dangerouslyAllowHTTP }: TransportOptions,
): AttemptRequest {
  if (!dangerouslyAllowHTTP && url.protocol === 'http:' && !loopback.test(url.hostname)) {
    headers.forEach((value, name) => {
      if (!isCredentialHeader(name, value)) return;
      const message = `would send ${name} in clear text; use https, or set dangerouslyAllowHTTP`;
      throw wrongOption('AnthropicClient', 'baseURL', message);
    });
  }
  return { url: url.href, headers, body };
}

const loopback = /^(?:(?:.*\.)?localhost|\[::1\]|127(?:\.\d+){3})$/;
