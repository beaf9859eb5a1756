import { wrongOption } from '../errors/wrong-option.ts';

/** The address of requests to `path`. Throws `InvalidOptionsError`, which names the option or variable with `baseURL`. */
export function requestURL(baseURL: string, path: string, setBy = 'baseURL'): URL {
  const url = httpURL(baseURL, setBy);
  const base = url.pathname.replace(/\/+$/, '').replace(/\/v1(?:\/messages(?:\/count_tokens)?)?$/, '');
  const bare = `${url.origin}${base.replace(/\/v1\/messages(?=\/).*$/, '')}`;
  if (/[?#]/.test(baseURL)) {
    throw wrongOption(
      'AnthropicClient',
      setBy,
      `must not have a query or a hash; pass ${bare}, from which requests go to ${bare}${path}`,
    );
  }
  if (/\/v1\/messages(?=\/)/.test(base)) {
    throw wrongOption(
      'AnthropicClient',
      setBy,
      `would send requests to ${url.origin}${base}${path}; pass ${bare}, from which they go to ${bare}${path}`,
    );
  }
  url.pathname = `${base}${path}`;
  return url;
}

/** An absolute http or https address; a page resolves a relative one. Throws `InvalidOptionsError`, which names `setBy`. */
export function httpURL(address: string, setBy: string): URL {
  const url = parseURL(address);
  if (!url && isRelative(address)) {
    throw wrongOption(
      'AnthropicClient',
      setBy,
      'is relative, and only a page has an origin to resolve it against; elsewhere set the full address, such as ' +
        'http://localhost:4000/api',
    );
  }
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw wrongOption('AnthropicClient', setBy, 'must be an http or https URL, such as https://api.anthropic.com');
  }
  if (url.username || url.password) {
    throw wrongOption(
      'AnthropicClient',
      setBy,
      'must not contain a user name or password; send them with defaultHeaders',
    );
  }
  return url;
}

/** Whether an address needs the origin of a page. */
export function isRelative(baseURL: string): boolean {
  return baseURL.startsWith('/') || baseURL.startsWith('.');
}

/** An absolute address, or one that a page or worker completes. */
export function parseURL(text: string): URL | undefined {
  // In a frame of `srcdoc`, only the document has an address that completes others.
  const { document, location } = globalThis as { document?: { baseURI?: string }; location?: { href?: string } };
  try {
    return new URL(text, document?.baseURI ?? location?.href);
  } catch {
    return undefined;
  }
}
