import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
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

function valuesOf<T>(source: Observable<T>): T[] {
  const values: T[] = [];
  source.subscribe((value) => values.push(value));
  return values;
}

describe('streamFrom', () => {
  it('calls a function with the params', () => {
    expect(valuesOf(streamFrom((params: string) => [params], 'a'))).toEqual(['a']);
  });

  it('calls a method on its object', () => {
    const source = {
      suffix: '!',
      stream(params: string) {
        return [params + this.suffix];
      },
    };
    expect(valuesOf(streamFrom(source, 'a'))).toEqual(['a!']);
  });

  it('throws for a source that returns no stream', () => {
    expect(() => streamFrom(() => undefined as never, 'a')).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionsError',
        message: 'source: stream: returned undefined; return an Observable, a promise or an iterable',
      }),
    );
  });
});
