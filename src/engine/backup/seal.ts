import { PapertabError } from '../../errors.ts';
import { unreadable } from './bounds.ts';
import { createLock, encodeHeader, type Header, type Lock } from './header.ts';

/** Bytes by which a sealed chunk is longer. */
export const SEAL_LENGTH = 16;

/** Closes and opens the chunks of one backup: each only fits its own place, and no chunk but the last is the last. */
export interface Seal {
  close(place: Place, chunk: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** @throws PapertabError `backup-unreadable` */
  open(place: Place, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Place {
  /** From 0. */
  readonly index: number;
  readonly last: boolean;
}

/** Header and seal of a new backup, encrypted where there is a passphrase. */
export async function createSeal(
  passphrase: string | undefined,
): Promise<{ header: Uint8Array<ArrayBuffer>; seal: Seal }> {
  if (passphrase === undefined || passphrase === '') {
    const header = await encodeHeader();
    return { header, seal: checksum(header) };
  }
  const { iterations, salt } = createLock();
  const { key, check } = await derive(passphrase, iterations, salt);
  const header = await encodeHeader({ iterations, salt, check });
  return { header, seal: encryption(key, header) };
}

/** @throws PapertabError `backup-passphrase` when it is missing or another one */
export async function openSeal({ lock, bytes }: Header, passphrase: string | undefined): Promise<Seal> {
  if (lock === undefined) return checksum(bytes);
  if (passphrase === undefined || passphrase === '') throw new PapertabError('backup-passphrase', 'missing');
  const { key, check } = await derive(passphrase, lock.iterations, lock.salt);
  if (check.some((byte, i) => byte !== lock.check[i])) throw new PapertabError('backup-passphrase', 'another one');
  return encryption(key, bytes);
}

/** The key of a passphrase, and a value that says whether it is the right one but nothing of the key. */
async function derive(passphrase: string, iterations: number, salt: Uint8Array<ArrayBuffer>) {
  // The same passphrase typed on another system may be composed of other characters.
  const text = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const typed = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits']);
  const stretched = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, typed, 256);
  const root = await crypto.subtle.importKey('raw', stretched, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const key = await crypto.subtle.deriveKey(use('key'), root, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const check: Lock['check'] = new Uint8Array(await crypto.subtle.deriveBits(use('check'), root, 128));
  return { key, check };
}

function use(what: string): HkdfParams {
  const info = new TextEncoder().encode(`papertab backup ${what}`);
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
}

/** AES-GCM. The key is used for one file alone, so that the number of a chunk is all that its nonce needs. */
function encryption(key: CryptoKey, header: Uint8Array<ArrayBuffer>): Seal {
  const parameters = (place: Place): AesGcmParams => {
    const iv = new Uint8Array(12);
    new DataView(iv.buffer).setUint32(8, place.index);
    return { name: 'AES-GCM', iv, additionalData: bound(header, place) };
  };
  return {
    async close(place, chunk) {
      return new Uint8Array(await crypto.subtle.encrypt(parameters(place), key, chunk));
    },
    async open(place, sealed) {
      try {
        return new Uint8Array(await crypto.subtle.decrypt(parameters(place), key, sealed));
      } catch (cause) {
        throw unreadable(`chunk ${place.index}`, cause);
      }
    },
  };
}

/** The first half of a SHA-256 behind each chunk: notices damage, but keeps nothing secret. */
function checksum(header: Uint8Array<ArrayBuffer>): Seal {
  const sum = async (place: Place, chunk: Uint8Array<ArrayBuffer>) => {
    const prefix = bound(header, place);
    const all = new Uint8Array(prefix.length + chunk.length);
    all.set(prefix);
    all.set(chunk, prefix.length);
    return new Uint8Array(await crypto.subtle.digest('SHA-256', all)).subarray(0, SEAL_LENGTH);
  };
  return {
    async close(place, chunk) {
      const sealed = new Uint8Array(chunk.length + SEAL_LENGTH);
      sealed.set(chunk);
      sealed.set(await sum(place, chunk), chunk.length);
      return sealed;
    },
    async open(place, sealed) {
      const chunk = sealed.subarray(0, sealed.length - SEAL_LENGTH);
      const expected = await sum(place, chunk);
      if (expected.some((byte, i) => sealed[chunk.length + i] !== byte)) throw unreadable(`chunk ${place.index}`);
      return chunk;
    },
  };
}

/** What a chunk is sealed together with, besides its bytes. */
function bound(header: Uint8Array, { index, last }: Place): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(header.length + 5);
  bytes.set(header);
  new DataView(bytes.buffer).setUint32(header.length, index);
  bytes[header.length + 4] = last ? 1 : 0;
  return bytes;
}
