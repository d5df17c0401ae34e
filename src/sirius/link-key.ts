import { PapertabError } from '../errors.ts';
import { encodeBase64 } from './base64.ts';

/** The first block that is hashed for every printer (`sirius/coding/claiming` of the server). */
const SALT = Uint8Array.of(
  ...[0x38, 0x96, 0x10, 0xd9, 0xb6, 0xb1, 0x0d, 0x16, 0x9e, 0xe9, 0xbf, 0x87, 0x95, 0x32, 0x62, 0x5b],
);
const BLOCK_LENGTH = 16;
const SECRET_LENGTH = 5;

/**
 * The link key that the server derives from a secret (10 hex digits): base64 of 16 bytes. It is the
 * Matyas-Meyer-Oseas hash over AES-128 of a fixed salt and the secret.
 *
 * @throws PapertabError `engine-unsupported` where there is no WebCrypto, as on pages from an insecure origin.
 */
export async function deriveLinkKey(secret: string): Promise<string> {
  const salted = await step(new Uint8Array(BLOCK_LENGTH), SALT);
  return encodeBase64(await step(salted, secretBlock(secret)));
}

/** The secret, its lowest byte first, padded as the hash demands: a one bit, zeros, the length of all input in bits. */
function secretBlock(secret: string): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK_LENGTH);
  for (let i = 0; i < SECRET_LENGTH; i++) {
    block[SECRET_LENGTH - 1 - i] = Number.parseInt(secret.slice(2 * i, 2 * i + 2), 16);
  }
  block[SECRET_LENGTH] = 0x80;
  new DataView(block.buffer).setUint16(BLOCK_LENGTH - 2, 8 * (BLOCK_LENGTH + SECRET_LENGTH));
  return block;
}

/** One round of the hash: the block encrypted under the hash so far, xor the block. */
async function step(hash: Uint8Array<ArrayBuffer>, block: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const encrypted = await encryptBlock(hash, block);
  return encrypted.map((byte, i) => byte ^ block[i]!);
}

/** AES-128 of one block. WebCrypto has no mode for that, but the first block of CBC under a zero vector is the same. */
async function encryptBlock(
  key: Uint8Array<ArrayBuffer>,
  block: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) throw new PapertabError('engine-unsupported', 'crypto.subtle');
  const imported = await subtle.importKey('raw', key, 'AES-CBC', false, ['encrypt']);
  const encrypted = await subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(BLOCK_LENGTH) }, imported, block);
  return new Uint8Array(encrypted, 0, BLOCK_LENGTH);
}
