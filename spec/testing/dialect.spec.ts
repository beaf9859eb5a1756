import { describe, expect, it } from '@jest/globals';
import { decodedSegment, parsedBody } from '../../lib/testing/dialect.ts';

describe('parsedBody', () => {
  it('is undefined for text that is not JSON', () => {
    expect([parsedBody('{"a":1}'), parsedBody('{'), parsedBody(undefined)]).toEqual([{ a: 1 }, undefined, undefined]);
  });
});

describe('decodedSegment', () => {
  it('keeps a segment that cannot be decoded', () => {
    expect(['a%3Ab', '%zz'].map(decodedSegment)).toEqual(['a:b', '%zz']);
  });
});
