/**
 * CRC-32 as the Paperang sheet states it, bit by bit: polynomial EDB88320 reflected, the register starts at the seed with
 * all bits turned, and so it ends. With seed 0 it is the ordinary one. Written apart from the page's own, to check that.
 */
export function crc32(bytes: Iterable<number>, seed: number): number {
  let register = ~seed;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? 0xedb88320 : 0);
  }
  return ~register >>> 0;
}
