import { describe, expect, it } from '@jest/globals';
import { apiVersionOf } from '../../lib/clouds/api-version-of.ts';

describe('apiVersionOf', () => {
  it.each<[Record<string, string>, string]>([
    [{}, 'cloud-1'],
    [{ 'anthropic-version': '2023-06-01' }, 'cloud-1'],
    [{ 'anthropic-version': '2026-10-21' }, '2026-10-21'],
  ])('converts the headers %j to %s', (headers, version) => {
    const request = { url: '', headers: new Headers(headers), body: '' };
    expect(apiVersionOf(request, 'cloud-1')).toBe(version);
  });
});
