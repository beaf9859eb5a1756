import { afterEach, describe, expect, it } from '@jest/globals';
import { inBrowser } from '../../lib/transport/in-browser.ts';

afterEach(() => ['window', 'document'].forEach((name) => Reflect.deleteProperty(globalThis, name)));

describe('inBrowser', () => {
  it.each<[string[], boolean]>([
    [[], false],
    [['window'], false],
    [['document'], false],
    [['window', 'document'], true],
  ])('with the globals %j is %s', (names, expected) => {
    for (const name of names) Object.assign(globalThis, { [name]: {} });
    expect(inBrowser()).toBe(expected);
  });
});
