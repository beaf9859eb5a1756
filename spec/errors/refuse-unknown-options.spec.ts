import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../lib/errors/invalid-options-error.ts';
import { refuseUnknownOptions } from '../../lib/errors/refuse-unknown-options.ts';

const known = ['baseURL', 'maxRetries', 'fetch'];

function issuesOf(options: object, path?: string, renamed?: Record<string, string>) {
  try {
    refuseUnknownOptions('owner', options, known, path, renamed);
    return [];
  } catch (error) {
    return (error as InvalidOptionsError).issues;
  }
}
const hintOf = (name: string) => issuesOf({ [name]: 1 })[0]?.message.replace('is not an option; ', '');
const list = `the options are ${known.join(', ')}`;

describe('refuseUnknownOptions', () => {
  it('accepts known options', () => {
    expect(issuesOf({ baseURL: 1, fetch: undefined })).toEqual([]);
  });

  it('names the owner, the path and every unknown option, even with the value undefined', () => {
    expect(() => refuseUnknownOptions('owner', { a: 1, fetch: 2, b: undefined }, known, 'deadlines.')).toThrow(
      new InvalidOptionsError('owner', [
        { path: 'deadlines.a', message: `is not an option; ${list}` },
        { path: 'deadlines.b', message: `is not an option; ${list}` },
      ]),
    );
  });

  it.each([
    ['baseUrl', 'did you mean baseURL?'],
    ['base_url', 'did you mean baseURL?'],
    ['bseUL', 'did you mean baseURL?'],
    ['bsUL', list],
    ['fxtcx', 'did you mean fetch?'],
    ['fxtxx', list],
    ['xfetchx', 'did you mean fetch?'],
    ['fecth', 'did you mean fetch?'],
    ['retries', 'did you mean maxRetries?'],
    ['url', 'did you mean baseURL?'],
    ['rl', list],
    ['', list],
  ])('hints at the option that %j is meant to be: %s', (name, hint) => {
    expect(hintOf(name)).toBe(hint);
  });

  it('names the new name of a renamed option', () => {
    const renamed = { retryPolicy: 'when and delay' };
    expect(issuesOf({ retryPolicy: 1 }, '', renamed)).toEqual([
      { path: 'retryPolicy', message: 'is not an option; use when and delay' },
    ]);
    expect(issuesOf({ toString: 1 }, '', renamed)).toEqual([
      { path: 'toString', message: `is not an option; ${list}` },
    ]);
  });

  it('quotes 40 characters of a name, and ten names', () => {
    expect(issuesOf({ ['x'.repeat(41)]: 1 })[0]?.path).toBe('x'.repeat(40));
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`x${i}`, i]));
    expect(issuesOf(many)).toHaveLength(10);
  });
});
