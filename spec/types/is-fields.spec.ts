import { describe, expect, it } from '@jest/globals';
import { isFields } from '../../lib/types/is-fields.ts';

describe('isFields', () => {
  it.each([{}, { a: 1 }, Object.create(null)])('accepts %j', (value) => {
    expect(isFields(value)).toBe(true);
  });

  it.each([null, undefined, [], [{}], 'text', 7, () => undefined])('refuses %j', (value) => {
    expect(isFields(value)).toBe(false);
  });
});
