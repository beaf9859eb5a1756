import { describe, expect, it } from '@jest/globals';
import { mediaType } from '../../lib/relay/media-type.ts';

describe('mediaType', () => {
  it.each([
    ['application/json', 'application/json'],
    [' Application/JSON ; charset=utf-8', 'application/json'],
    ['text/html; was=application/json', 'text/html'],
    ['', ''],
  ])('of %j is %j', (contentType, expected) => {
    expect(mediaType(new Headers({ 'content-type': contentType }))).toBe(expected);
  });

  it('is undefined without a content-type', () => {
    expect(mediaType(new Headers())).toBeUndefined();
  });
});
