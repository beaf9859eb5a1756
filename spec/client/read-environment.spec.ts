import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { customHeaders, environment } from '../../lib/client/read-environment.ts';

const before = process.env;
beforeEach(() => {
  process.env = { A: ' a\n', EMPTY: '', BLANK: ' \n' };
});
afterEach(() => {
  process.env = before;
});

describe('environment', () => {
  it.each([
    ['A', 'a'],
    ['EMPTY', null],
    ['BLANK', null],
    ['ABSENT', null],
  ])('of %s is %p', (name, value) => {
    expect(environment(name)).toBe(value);
  });

  it('is null where the environment may not be read, as in Deno', () => {
    const refuse = () => {
      throw new Error('NotCapable');
    };
    process.env = new Proxy({}, { get: refuse });
    expect(environment('A')).toBeNull();
  });

  it.each([undefined, {}])('is null where process is %p, as in browsers', (process) => {
    const { process: node } = globalThis;
    Object.assign(globalThis, { process });
    const value = environment('A');
    globalThis.process = node;
    expect(value).toBeNull();
  });
});

describe('customHeaders', () => {
  const headersOf = (text: string) => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = text;
    return customHeaders();
  };

  it.each<[string, [string, string][]]>([
    ['', []],
    ['X-A: 1', [['X-A', ' 1']]],
    [
      '\n X-A : 1\r\n\r\n \nX-B:b: c\n',
      [
        ['X-A', ' 1'],
        ['X-B', 'b: c'],
      ],
    ],
    ['X-A:', [['X-A', '']]],
  ])('of %j', (text, headers) => {
    expect(headersOf(text)).toEqual(headers);
  });

  it.each(['X-A: 1\nsecret', 'X-A: 1\n:secret'])(
    'names the line of %j without a header, and does not quote it',
    (text) => {
      expect(() => headersOf(text)).toThrow(
        expect.objectContaining({
          name: 'InvalidOptionsError',
          issues: [{ path: 'ANTHROPIC_CUSTOM_HEADERS', message: 'line 2 must be a header such as "Name: value"' }],
        }),
      );
    },
  );
});
