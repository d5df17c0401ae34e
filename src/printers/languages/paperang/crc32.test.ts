import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('is that of zip and PNG, begun with the seed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 0xffff_ffff }), (bytes, seed) => {
      expect(crc32(bytes, seed)).toBe(zlibCrc32(bytes, seed));
    }),
  );
});

it('of nothing is the seed', () => expect(crc32(new Uint8Array(0), 0xdeadbeef)).toBe(0xdeadbeef));
