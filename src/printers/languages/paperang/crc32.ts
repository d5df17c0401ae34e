/** The checksum after every byte: the reflected polynomial 0xEDB88320, as in zip and PNG. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let register = byte;
  for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >>> 1) ^ 0xedb88320 : register >>> 1;
  return register;
});

/**
 * The CRC-32 of `bytes`, begun with `seed` as if that were the checksum of bytes before them. Seed 0 gives the common
 * CRC-32; Paperang printers take the seed as a key.
 *
 * @returns 32 bits, unsigned
 */
export function crc32(bytes: Uint8Array, seed: number): number {
  let register = ~seed;
  for (let i = 0; i < bytes.length; i++) register = (register >>> 8) ^ TABLE[(register ^ bytes[i]!) & 0xff]!;
  return ~register >>> 0;
}
