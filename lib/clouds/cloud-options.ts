import { aBoolean, aFunction, aString, checkOptions, type OptionRule, required } from '../errors/check-options.ts';
import { inBrowser } from '../transport/in-browser.ts';
import { wrongOption } from '../errors/wrong-option.ts';

/** The options that every cloud has. */
export interface CloudOptions {
  /** The region, such as `us-east-1`. */
  readonly region: string;
  /**
   * The address without the paths of the API, for example of a private endpoint or a test server. It must use https,
   * unless it is on this machine. Default: the address of the cloud for the region.
   */
  readonly baseURL?: string | undefined;
  /** Sends the requests, for example through a proxy. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Allows credentials in a page, where everyone can read them. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** The options of an `AnthropicClient` for a cloud. Spread them to add others. */
export interface CloudClientOptions {
  /** The address of the Messages API at this cloud. */
  readonly baseURL: string;
  /** `fetch` adds the credential. */
  readonly apiKey: null;
  /** `fetch` adds the credential. */
  readonly authToken: null;
  /** Converts each request and its response, and adds the credential. */
  readonly fetch: typeof globalThis.fetch;
}

/** A bearer token, or a function. */
export const aToken: OptionRule = {
  allows: (value) => typeof value === 'function' || (typeof value === 'string' && value !== ''),
  expected: 'a token or a function that returns one',
  secret: true,
};

/** Text that becomes part of a host name. */
const aRegion: OptionRule = {
  allows: (value) => typeof value === 'string' && /^[a-z0-9-]+$/.test(value),
  expected: 'the name of a region',
};

/** Checks the options of a cloud with `rules` for its own ones. Throws `InvalidOptionsError`. */
export function checkCloudOptions(owner: string, options: unknown, rules: Readonly<Record<string, OptionRule>>): void {
  const all: Readonly<Record<string, OptionRule>> = {
    region: required(aRegion),
    ...rules,
    baseURL: aString,
    fetch: aFunction,
    dangerouslyAllowBrowser: aBoolean,
  };
  checkOptions(owner, options, all);
  const given = options as CloudOptions; // validated above
  if (inBrowser() && !given.dangerouslyAllowBrowser) {
    throw wrongOption(
      owner,
      'dangerouslyAllowBrowser',
      'everyone who opens this page could read the credentials. Keep them on a server and point baseURL of the client to ' +
        'a proxy of the same origin, or set dangerouslyAllowBrowser if you accept that',
    );
  }
}

/**
 * The address of a cloud without a slash, `/v1` or `path` at its end, followed by `path`. Throws `InvalidOptionsError`
 * for an address that would expose a credential.
 */
export function cloudURL(owner: string, given: string | undefined, own: string, path = ''): string {
  const refuse = (message: string) => wrongOption(owner, 'baseURL', message);
  const url = URL.canParse(given ?? own) ? new URL(given ?? own) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw refuse(`must be an https URL, such as ${own}`);
  if (url.protocol === 'http:' && !/^(?:localhost|\[::1\]|127(?:\.\d+){3})$/.test(url.hostname)) {
    throw refuse('would send credentials in clear text; use https');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw refuse(`must not have a user name, a password, a query or a hash; pass ${url.origin}`);
  }
  const base = url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
  return `${url.origin}${path !== '' && base.endsWith(path) ? base.slice(0, -path.length) : base}${path}`;
}
