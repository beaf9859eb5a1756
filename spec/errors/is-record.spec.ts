import { describe, expect, it } from '@jest/globals';
import { isRecord } from '../../lib/errors/is-record.ts';

describe('isRecord', () => {
  it.each([[{}], [[]], [new Date(0)], [Object.create(null)]])('accepts the object %j', (value) => {
    expect(isRecord(value)).toBe(true);
  });

  it.each([[null], [undefined], ['x'], [1], [() => 1]])('does not accept %p', (value) => {
    expect(isRecord(value)).toBe(false);
  });
});
