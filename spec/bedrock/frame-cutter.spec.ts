import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { FrameCutter } from '../../lib/bedrock/frame-cutter.ts';
import { crc32 } from '../../lib/clouds/crc32.ts';
import { awsFrame } from '../../lib/testing/aws-frames.ts';
import { cutAt } from '../support/cut-at.ts';

const frameOf = (size: number) => awsFrame({ ':message-type': 'event' }, new Uint8Array(size).fill(7));

/** Bytes that announce a frame of this length. */
function prelude(length: number): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length);
  view.setUint32(8, crc32(bytes.subarray(0, 8)));
  return bytes;
}

describe('FrameCutter', () => {
  it('cuts the same frames, wherever the chunks end', () => {
    const sizes = fc.array(fc.nat({ max: 3_000 }), { maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat({ max: 2_000 })), (sizes, cuts) => {
        const frames = sizes.map(frameOf);
        const cutter = new FrameCutter();
        const found = cutAt(Buffer.concat(frames), cuts).flatMap((chunk) =>
          Array.from(cutter.cut(chunk), (frame) => Buffer.from(frame)),
        );
        expect(found.map((frame) => frame.toString('hex'))).toEqual(
          frames.map((frame) => Buffer.from(frame).toString('hex')),
        );
      }),
    );
  });

  it.each([
    [0xffffffff, 'announces a frame of 4294967295 bytes; the format allows up to 25296912'],
    [25_296_913, 'announces a frame of 25296913 bytes'],
    [15, 'announces a frame of 15 bytes'],
    [0, 'announces a frame of 0 bytes'],
  ])('refuses an announced length of %i with its first 12 bytes', (length, message) => {
    expect(() => [...new FrameCutter().cut(prelude(length))]).toThrow(
      expect.objectContaining({ name: 'MalformedStreamError', message: expect.stringContaining(message) }),
    );
  });

  it('waits for the rest of the largest frame', () => {
    expect([...new FrameCutter().cut(prelude(25_296_912))]).toEqual([]);
  });

  it('copies each byte of a large frame at most three times', () => {
    const frame = frameOf(1_000_000);
    const cutter = new FrameCutter();
    const set = jest.spyOn(Uint8Array.prototype, 'set');
    let found = 0;
    for (let i = 0; i < frame.length; i += 50) found += [...cutter.cut(frame.subarray(i, i + 50))].length;
    const copied = set.mock.calls.reduce((sum, [source]) => sum + source.length, 0);
    set.mockRestore();
    expect(found).toBe(1);
    expect(copied).toBeLessThan(frame.length * 3);
  });
});
