import { describe, expect, it } from '@jest/globals';
import { isMessageSource, streamFrom } from '../../lib/turns/message-source.ts';

describe('isMessageSource', () => {
  it.each<[boolean, unknown]>([
    [true, () => []],
    [true, { stream: () => [] }],
    [false, { stream: [] }],
    [false, {}],
    [false, null],
    [false, 'stream'],
    [false, undefined],
  ])('is %p for %p', (expected, value) => {
    expect(isMessageSource(value)).toBe(expected);
  });
});

describe('streamFrom', () => {
  it('calls a function with the params', () => {
    expect(streamFrom((params: string) => [params], 'a')).toEqual(['a']);
  });

  it('calls a method on its object', () => {
    const source = {
      suffix: '!',
      stream(params: string) {
        return [params + this.suffix];
      },
    };
    expect(streamFrom(source, 'a')).toEqual(['a!']);
  });
});
