import { afterEach, describe, expect, it } from '@jest/globals';
import { aToken, checkCloudOptions, cloudURL } from '../../lib/clouds/cloud-options.ts';

const own = 'https://cloud.example';

afterEach(() => {
  for (const name of ['window', 'document']) Reflect.deleteProperty(globalThis, name);
});

describe('checkCloudOptions', () => {
  const check = (options: unknown) => checkCloudOptions('cloud', options, { authToken: aToken });

  it('accepts the options of every cloud and of this one', () => {
    expect(() => check({ region: 'us-east-1', authToken: () => 'x', baseURL: own, fetch })).not.toThrow();
  });

  it.each([
    [undefined, 'cloud: options must be an object, such as { region }'],
    [{}, 'cloud: region: is missing; pass the name of a region'],
    [{ region: 'evil.example/' }, 'cloud: region: is a string; pass the name of a region'],
    [
      { region: 'x', authToken: '' },
      'cloud: authToken: is an empty string; pass a token or a function that returns one',
    ],
    [{ region: 'x', fetch: 1 }, 'cloud: fetch: is 1; pass a function'],
    [{ region: 'x', baseUrl: own }, 'cloud: baseUrl: is not an option; did you mean baseURL?'],
  ])('refuses %j', (options, message) => {
    expect(() => check(options)).toThrow(expect.objectContaining({ name: 'InvalidOptionsError', message }));
  });

  it('refuses credentials in a page, unless that is accepted', () => {
    Object.assign(globalThis, { window: globalThis, document: {} });
    expect(() => check({ region: 'x' })).toThrow('everyone who opens this page could read the credentials');
    expect(() => check({ region: 'x', dangerouslyAllowBrowser: true })).not.toThrow();
  });
});

describe('cloudURL', () => {
  it.each([
    [undefined, 'https://cloud.example/anthropic'],
    ['https://vpce.example', 'https://vpce.example/anthropic'],
    ['https://vpce.example/anthropic/', 'https://vpce.example/anthropic'],
    ['https://vpce.example/anthropic/v1', 'https://vpce.example/anthropic'],
    ['https://gateway.example:443/tenant/', 'https://gateway.example/tenant/anthropic'],
    ['http://localhost:4000', 'http://localhost:4000/anthropic'],
    ['http://[::1]:4000', 'http://[::1]:4000/anthropic'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/anthropic'],
  ])('converts %s to %s', (given, url) => {
    expect(cloudURL('cloud', given, own, '/anthropic')).toBe(url);
  });

  it.each([
    ['nonsense', 'must be an https URL, such as https://cloud.example'],
    ['/relative', 'must be an https URL, such as https://cloud.example'],
    ['ftp://x.example', 'must be an https URL, such as https://cloud.example'],
    ['http://x.example', 'would send credentials in clear text; use https'],
    ['https://user:pass@x.example', 'must not have a user name, a password, a query or a hash; pass https://x.example'],
    ['https://x.example/?a=b', 'must not have a user name, a password, a query or a hash; pass https://x.example'],
  ])('refuses %s', (given, message) => {
    expect(() => cloudURL('cloud', given, own)).toThrow(`cloud: baseURL: ${message}`);
  });
});
