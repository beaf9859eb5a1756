import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import type { SplitParams } from './split-params.ts';
import type { TransportOptions } from './transport-options.ts';
import { version } from './version.ts';

/** Everything `fetch` needs to know of one attempt. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** Builds one attempt. Later headers win: ours, the credential, the client's, those of params, the call's. */
export function buildRequest(
  path: string,
  params: SplitParams,
  credential: readonly [string, string] | null,
  retryCount: number,
  options: TransportOptions,
): HttpRequest {
  const url = requestURL(path, options, credential !== null);
  const headers = new Headers({
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'anthropic-version': options.apiVersion,
  });
  // Browsers send their own, and any other would cost a CORS preflight.
  if (!inBrowser()) headers.set('user-agent', `anthropic-rxjs/${version}`);
  if (retryCount > 0) headers.set('x-retry-count', String(retryCount));
  if (options.dangerouslyAllowBrowser) headers.set('anthropic-dangerous-direct-browser-access', 'true');
  if (credential) headers.set(...credential);
  for (const more of [params.headers, options.headers]) more.forEach((value, name) => headers.set(name, value));
  return { url, headers, body: params.body };
}

function requestURL(path: string, options: TransportOptions, withSecret: boolean): string {
  const url = parseURL(options.baseURL);
  if (!url || !/^https?:$/.test(url.protocol)) throw invalidBaseURL('must be an http or https URL');
  if (url.username || url.password) {
    throw invalidBaseURL('must not hold a user name or password; send them with defaultHeaders');
  }
  if (withSecret && url.protocol === 'http:' && !isLoopback(url.hostname) && !options.dangerouslyAllowHTTP) {
    throw invalidBaseURL('would send the key in clear text; use https, or set dangerouslyAllowHTTP');
  }
  url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
  return url.href;
}

function parseURL(text: string): URL | undefined {
  try {
    return new URL(text, (globalThis as { location?: { href?: string } }).location?.href); // only browsers have it
  } catch {
    return undefined;
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

function inBrowser(): boolean {
  return 'window' in globalThis && 'document' in globalThis;
}

function invalidBaseURL(message: string): InvalidParamsError {
  return new InvalidParamsError([{ path: 'baseURL', message }]);
}
