import { describe, expect, it } from '@jest/globals';
import { isCredentialHeader, isSecretHeader } from '../../lib/transport/secret-headers.ts';
import { keyLike } from '../support/key-like.ts';

describe('a header', () => {
  it.each([
    ['x-api-key', 'v', true, true],
    ['X-Session-Token', 'v', true, true],
    ['client-secret', 'v', true, true],
    ['Authorization', 'v', true, true],
    ['cookie', 'v', true, true],
    ['password', 'v', true, true],
    ['x-credential', 'v', true, true],
    ['x-plain', 'Bearer t', true, true],
    ['x-plain', 'basic t', true, true],
    ['x-plain', `a ${keyLike}`, true, true],
    ['x-csrf-token', 'v', true, false],
    ['X-XSRF-TOKEN', 'v', true, false],
    ['x-plain', 'v', false, false],
    ['x-plain', 'no bearer token', false, false],
    ['x-plain', 'bearers', false, false],
    ['anthropic-ratelimit-tokens-limit', '7', false, false],
    ['Anthropic-Priority-Input-Tokens-Limit', '7', false, false],
    ['idempotency-key', 'v', false, false],
    ['idempotency-key', 'Bearer t', true, true],
    ['x-idempotency-key', 'v', true, true],
    ['idempotency-key-2', 'v', true, true],
  ])('%s: %s is secret: %s, a credential: %s', (name, value, secret, credential) => {
    expect([isSecretHeader(name, value), isCredentialHeader(name, value)]).toEqual([secret, credential]);
  });
});
