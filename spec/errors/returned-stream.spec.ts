import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of, toArray } from 'rxjs';
import { returnedStream } from '../../lib/errors/returned-stream.ts';

describe('returnedStream', () => {
  it.each([
    ['an Observable', of(1, 2)],
    ['an array', [1, 2]],
  ])('is the stream of %s', async (_, returned) => {
    expect(await lastValueFrom(returnedStream('owner', 'path', returned).pipe(toArray()))).toEqual([1, 2]);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['7', 7],
    ['a string', 'ab'],
    ['an object', {}],
  ])('throws for %s, and names the callback', (kind, returned) => {
    expect(() => returnedStream('owner', 'path', returned as never)).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionsError',
        message: `owner: path: returned ${kind}; return an Observable, a promise or an iterable`,
      }),
    );
  });
});
