import { describe, expect, it } from '@jest/globals';
import { attachCause } from '../../lib/errors/attach-cause.ts';

describe('attachCause', () => {
  it('sets a cause like the one of the constructor: hidden, writable and configurable', () => {
    const error = new Error('x');
    attachCause(error, 'why');
    expect(Object.getOwnPropertyDescriptor(error, 'cause')).toEqual(
      Object.getOwnPropertyDescriptor(new Error('x', { cause: 'why' }), 'cause'),
    );
  });

  it.each<[string, unknown]>([
    ['an error with a cause', new Error('x', { cause: 'first' })],
    ['an error whose cause is undefined', new Error('x', { cause: undefined })],
    ['a frozen error', Object.freeze(new Error('x'))],
    ['null', null],
    ['a string', 'x'],
    ['undefined', undefined],
  ])('does not change %s', (_, error) => {
    const before = (error as Error | null | undefined)?.cause;
    attachCause(error, 'second');
    expect((error as Error | null | undefined)?.cause).toBe(before);
  });

  it('adds no property for a missing cause', () => {
    const error = new Error('x');
    attachCause(error, undefined);
    expect('cause' in error).toBe(false);
  });
});
