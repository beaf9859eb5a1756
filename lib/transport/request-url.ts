import { InvalidOptionsError } from '../errors/invalid-options-error.ts';

/** The address of requests to `path`. Throws `InvalidOptionsError`, which names the option or variable with `baseURL`. */
export function requestURL(baseURL: string, path: string, setBy = 'baseURL'): URL {
  const refuse = (message: string) => new InvalidOptionsError('AnthropicClient', [{ path: setBy, message }]);
  const url = parseURL(baseURL);
  if (!url && isRelative(baseURL)) {
    throw refuse(
      'is relative, and only a page has an origin to resolve it against; elsewhere set the full address, such as ' +
        'http://localhost:4000/api',
    );
  }
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw refuse('must be an http or https URL, such as https://api.anthropic.com');
  }
  if (url.username || url.password)
    throw refuse('must not hold a user name or password; send them with defaultHeaders');
  const base = url.pathname.replace(/\/+$/, '').replace(/\/v1(?:\/messages(?:\/count_tokens)?)?$/, '');
  const bare = `${url.origin}${base.replace(/\/v1\/messages(?=\/).*$/, '')}`;
  if (/[?#]/.test(baseURL)) {
    throw refuse(`must not have a query or a hash; pass ${bare}, from which requests go to ${bare}${path}`);
  }
  if (/\/v1\/messages(?=\/)/.test(base)) {
    throw refuse(
      `would send requests to ${url.origin}${base}${path}; pass ${bare}, from which they go to ${bare}${path}`,
    );
  }
  url.pathname = `${base}${path}`;
  return url;
}

/** Whether an address needs the origin of a page. */
export function isRelative(baseURL: string): boolean {
  return baseURL.startsWith('/') || baseURL.startsWith('.');
}

function parseURL(text: string): URL | undefined {
  try {
    return new URL(text, (globalThis as { location?: { href?: string } }).location?.href); // only pages and workers have it
  } catch {
    return undefined;
  }
}
