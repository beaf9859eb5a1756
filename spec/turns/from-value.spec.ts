import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of, toArray } from 'rxjs';
import { fromValue, isObservableInput } from '../../lib/turns/from-value.ts';

async function* generated() {
  yield await Promise.resolve(1);
  yield 2;
}

describe('fromValue', () => {
  it.each<[string, () => unknown, unknown[]]>([
    ['text', () => 'ab', ['ab']],
    ['undefined', () => undefined, [undefined]],
    ['null', () => null, [null]],
    ['an array, as one value', () => [1, 2], [[1, 2]]],
    ['bytes, as one value', () => new Uint8Array([1, 2]), [new Uint8Array([1, 2])]],
    ['a plain object', () => ({ a: 1 }), [{ a: 1 }]],
    ['the value of a promise', () => Promise.resolve(1), [1]],
    ['the values of an Observable', () => of(1, 2), [1, 2]],
    ['the values of an async generator', generated, [1, 2]],
    ['the values of an iterable', () => new Set([1, 2]), [1, 2]],
    ['the chunks of a stream', () => new Blob(['a']).stream(), [new TextEncoder().encode('a')]],
  ])('emits %s', async (_, value, expected) => {
    expect(await lastValueFrom(fromValue(value()).pipe(toArray()))).toEqual(expected);
  });
});

describe('isObservableInput', () => {
  const noop = () => undefined;
  it.each<[unknown, boolean]>([
    [{ subscribe: noop }, true],
    [{ then: noop }, true],
    [{ getReader: noop }, true],
    [{ subscribe: 1, then: 'x', getReader: true }, false],
    [{}, false],
    [[], false],
    ['', false],
    [null, false],
    [() => 1, false],
  ])('of %j is %s', (value, expected) => {
    expect(isObservableInput(value)).toBe(expected);
  });
});
