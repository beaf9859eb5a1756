import { describe, expect, it } from '@jest/globals';
import { splitAddress } from '../../lib/relay/split-address.ts';

describe('splitAddress', () => {
  it.each([
    ['https://a.example/replies', 'https://a.example/replies', ''],
    ['https://a.example/replies/', 'https://a.example/replies', ''],
    ['/replies?x=/1/', '/replies', '?x=/1/'],
    ['/replies/?x=1#y', '/replies', '?x=1#y'],
    ['replies#y?/', 'replies', '#y?/'],
    ['', '', ''],
  ])('splits %j', (url, path, query) => {
    expect(splitAddress(url)).toEqual({ path, query });
  });
});
