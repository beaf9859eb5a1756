import { describe, expect, it } from '@jest/globals';
import { reasonOf } from '../../lib/errors/reason-of.ts';

const unreadable = {
  get message() {
    throw new Error('No.');
  },
};

describe('reasonOf', () => {
  it.each<[string, unknown, string]>([
    ['an error', new Error('No.'), 'No.'],
    [
      'an error with a cause',
      new TypeError('fetch failed', { cause: new Error('ECONNRESET') }),
      'fetch failed, ECONNRESET',
    ],
    ['an error with a cause of text', new Error('No.', { cause: 'x' }), 'No.'],
    ['an error with a message only in its cause', new Error('', { cause: new Error('Why.') }), 'Why.'],
    ['an error without a message', new Error(''), 'Error'],
    ['a message of another type', { message: 7, toString: () => 'seven' }, 'seven'],
    ['text', 'No.', 'No.'],
    ['null', null, 'no reason was given'],
    ['undefined', undefined, 'no reason was given'],
    ['an empty text', '', 'no reason was given'],
    ['an object without a message', { status: 0 }, 'no reason was given'],
    ['an object with a code', { code: 'ECONNRESET' }, 'ECONNRESET'],
    ['a getter that throws', unreadable, 'a value that cannot be shown'],
    ['an object without toString()', Object.create(null), 'a value that cannot be shown'],
    ['a long message', new Error('x'.repeat(501)), 'x'.repeat(500)],
  ])('of %s', (_, error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});
