import { crc32 as crc32OfNode } from 'node:zlib';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { crc32 } from '../../lib/clouds/crc32.ts';

describe('crc32', () => {
  it("equals Node's for all bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => crc32(bytes) === crc32OfNode(bytes)));
  });
});
