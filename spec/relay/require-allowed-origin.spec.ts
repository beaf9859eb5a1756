import { describe, expect, it } from '@jest/globals';
import { requireAllowedOrigin } from '../../lib/relay/require-allowed-origin.ts';

const check = (headers: Record<string, string>, origins: string[] = []) =>
  requireAllowedOrigin(new Request('http://own.example:8080/api', { headers }), origins);
const other = 'https://other.example';

describe('requireAllowedOrigin', () => {
  it.each<[string, Record<string, string>, ...string[]]>([
    ['a client that is no browser', {}],
    ['a page of this origin', { 'sec-fetch-site': 'same-origin' }],
    ['an address that the user entered', { 'sec-fetch-site': 'none' }],
    ['a page of this host', { origin: 'http://own.example:8080' }],
    ['a page of this host behind a TLS terminator', { origin: 'https://own.example', host: 'own.example' }],
    ['an allowed page', { origin: other }, other],
    ['an allowed page of another site', { origin: other, 'sec-fetch-site': 'cross-site' }, 'https://x.example', other],
  ])('accepts %s', (...[, headers, ...origins]) => {
    expect(() => check(headers, origins)).not.toThrow();
  });

  it.each<[string, Record<string, string>, ...string[]]>([
    ['a page of another host', { origin: other }],
    ['a page of another port', { origin: 'http://own.example:9090' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another subdomain', { 'sec-fetch-site': 'same-site', origin: 'http://own.example:8080' }],
    ['a page without an origin', { origin: 'null' }],
    ['a page that is not listed', { origin: other }, 'https://other.example.org'],
    ['a forwarded host', { origin: other, 'x-forwarded-host': 'other.example' }],
  ])('rejects %s', (...[, headers, ...origins]) => {
    expect(() => check(headers, origins)).toThrow(
      expect.objectContaining({ name: 'RejectedRequest', status: 403, message: expect.stringMatching(/^origin: /) }),
    );
  });
});
