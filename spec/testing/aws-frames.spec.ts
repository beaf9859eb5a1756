import { EventStreamCodec } from '@smithy/eventstream-codec';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { awsFrame, awsFrames } from '../../lib/testing/aws-frames.ts';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString(),
  (text) => Buffer.from(text),
);

describe('awsFrame', () => {
  it("is read by the AWS SDK's decoder", () => {
    // The decoder assigns headers to a plain object.
    const names = fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name !== '__proto__');
    const headers = fc.dictionary(names, fc.string({ unit: 'grapheme', maxLength: 50 }), {
      maxKeys: 4,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(headers, fc.uint8Array(), (headers, payload) => {
        const decoded = codec.decode(awsFrame(headers, payload));
        const values = Object.entries(decoded.headers).map(([name, { value }]) => [name, value]);
        expect(Object.fromEntries(values)).toEqual(headers);
        expect([...decoded.body]).toEqual([...payload]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('awsFrames', () => {
  it('splits frames, and keeps an incomplete one at the end', () => {
    const frames = [awsFrame({ a: 'b' }, new Uint8Array(5)), awsFrame({}, new Uint8Array())];
    const joined = Buffer.concat([...frames, new Uint8Array(2)]);
    expect(Array.from(awsFrames(joined), ({ length }) => length)).toEqual([frames[0]!.length, frames[1]!.length, 2]);
  });
});
