import { describe, expect, it } from '@jest/globals';
import { isRestartEvent } from '../../lib/types/is-restart-event.ts';
import { isToolInputBlock } from '../../lib/types/is-tool-input-block.ts';
import { isUnlisted } from '../../lib/types/is-unlisted.ts';

describe('isUnlisted', () => {
  it.each<[unknown, boolean]>([
    [{ type: 'text' }, false],
    [{ type: 'newer' }, true],
    [{ type: 'toString' }, true],
    [{}, true],
    [null, false],
    [undefined, false],
    ['text', false],
  ])('of %p is %p', (value, expected) => {
    expect(isUnlisted({ text: true }, value)).toBe(expected);
  });
});

describe.each([isRestartEvent, isToolInputBlock])('%p', (guard) => {
  it.each([null, undefined, 5, {}])('is false for %p', (value) => {
    expect(guard(value as never)).toBe(false);
  });
});
