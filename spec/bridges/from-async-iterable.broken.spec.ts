import { describe, expect, it } from '@jest/globals';
import { isAnthropicError } from '../../lib/errors/anthropic-error.ts';
import { fromAsyncIterable } from '../../lib/bridges/from-async-iterable.ts';

const broken = new Error('broken');
const throwing = () => {
  throw broken;
};
const iterating = (iterator: object) => () => ({ [Symbol.asyncIterator]: () => iterator });
const next = (answer: () => unknown) => iterating({ next: answer });
const never = () => new Promise(() => undefined);

/** All notifications, also those after the end. */
async function notificationsOf(factory: unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  fromAsyncIterable(factory as () => AsyncIterable<unknown>).subscribe({
    next: (value) => seen.push(value),
    error: (error: unknown) => seen.push(isAnthropicError(error) ? error.message : error),
    complete: () => seen.push('complete'),
  });
  for (let i = 0; i < 3; i++) await new Promise(setImmediate);
  return seen;
}

const noIterable = 'without Symbol.asyncIterator; return an async iterable.';
const noIterator = 'without next(); it must return an iterator.';
const noPromise = 'an async iterator returns a promise.';
const noResult = 'instead of { done, value }.';

describe('fromAsyncIterable with an iterable that breaks its contract', () => {
  it.each<[string, unknown, unknown[]]>([
    ['next() throws', next(throwing), [broken]],
    ['next() rejects', next(() => Promise.reject(broken)), [broken]],
    ['next() returns a number', next(() => 5), [`fromAsyncIterable: next() returned 5; ${noPromise}`]],
    ['next() returns null', next(() => null), [`fromAsyncIterable: next() returned null; ${noPromise}`]],
    ['next() returns nothing', next(() => undefined), [`fromAsyncIterable: next() returned undefined; ${noPromise}`]],
    [
      'next() returns a result without a promise',
      next(() => ({ done: false, value: 1 })),
      [`fromAsyncIterable: next() returned an object; ${noPromise}`],
    ],
    [
      'next() resolves to null',
      next(() => Promise.resolve(null)),
      [`fromAsyncIterable: next() resolved to null ${noResult}`],
    ],
    [
      'next() resolves to nothing',
      next(() => Promise.resolve()),
      [`fromAsyncIterable: next() resolved to undefined ${noResult}`],
    ],
    [
      'next() resolves to text',
      next(() => Promise.resolve('secret')),
      [`fromAsyncIterable: next() resolved to a string ${noResult}`],
    ],
    [
      'done throws when it is read',
      next(() =>
        Promise.resolve({
          get done() {
            return throwing();
          },
        }),
      ),
      [broken],
    ],
    [
      'a thenable settles twice and throws',
      next(() => ({
        then: (resolve: (result: unknown) => void, reject: (error: unknown) => void) => {
          resolve({ done: true });
          resolve({ done: false, value: 1 });
          reject(broken);
          throwing();
        },
      })),
      ['complete'],
    ],
    [
      'then throws when it is read',
      next(() => ({
        get then() {
          return throwing();
        },
      })),
      [broken],
    ],
    ['the factory returns null', () => null, [`fromAsyncIterable: the factory returned null ${noIterable}`]],
    ['the factory returns an array', () => [1], [`fromAsyncIterable: the factory returned an array ${noIterable}`]],
    [
      'the factory resolves to a string',
      () => Promise.resolve('secret'),
      [`fromAsyncIterable: the factory returned a string ${noIterable}`],
    ],
    [
      'Symbol.asyncIterator is not a function',
      () => ({ [Symbol.asyncIterator]: 5 }),
      [`fromAsyncIterable: the factory returned an object ${noIterable}`],
    ],
    ['Symbol.asyncIterator throws', () => ({ [Symbol.asyncIterator]: throwing }), [broken]],
    [
      'Symbol.asyncIterator returns nothing',
      () => ({ [Symbol.asyncIterator]: () => undefined }),
      [`fromAsyncIterable: Symbol.asyncIterator returned undefined ${noIterator}`],
    ],
    [
      'the iterator has no next()',
      iterating({}),
      [`fromAsyncIterable: Symbol.asyncIterator returned an object ${noIterator}`],
    ],
  ])('ends once when %s', async (_, factory, seen) => {
    expect(await notificationsOf(factory)).toEqual(seen);
  });

  it.each<[string, object]>([
    ['throws', { next: never, return: throwing }],
    ['rejects', { next: never, return: () => Promise.reject(broken) }],
    ['is not a function', { next: never, return: 5 }],
    ['never settles', { next: never, return: never }],
  ])('is unsubscribed when return() %s', async (_, iterator) => {
    const seen: unknown[] = [];
    const abort = () => {
      seen.push('aborted');
      throw broken;
    };
    const iterable = { [Symbol.asyncIterator]: () => iterator, controller: { abort } };
    const subscription = fromAsyncIterable(() => iterable as unknown as AsyncIterable<number>).subscribe({
      next: (value) => seen.push(value),
      error: (error: unknown) => seen.push(error),
    });
    await new Promise(setImmediate);
    subscription.unsubscribe();
    await new Promise(setImmediate);
    expect(seen).toEqual(['aborted']);
  });

  it('closes an iterator whose result is wrong, but not one that has failed or ended', async () => {
    const closed: string[] = [];
    const closing = (name: string, answer: () => unknown) =>
      iterating({ next: answer, return: () => (closed.push(name), Promise.resolve()) });
    await notificationsOf(closing('wrong', () => Promise.resolve(5)));
    await notificationsOf(closing('failed', () => Promise.reject(broken)));
    await notificationsOf(closing('ended', () => Promise.resolve({ done: true })));
    expect(closed).toEqual(['wrong']);
  });
});
