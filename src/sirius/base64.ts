import { PapertabError } from '../errors.ts';

/** What newer engines bring of their own; far faster than the way round through a string. */
interface NativeBase64 {
  readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer>;
}
interface ToBase64 {
  readonly toBase64?: () => string;
}

/** Arguments that a call takes without overflowing the stack in any engine. */
const CHARS_A_CALL = 8192;

/**
 * The bytes of a base64 text. White space in it and missing padding are forgiven, as `atob` does.
 *
 * @throws PapertabError `payload-invalid` for anything that is not base64.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as NativeBase64;
  try {
    if (native.fromBase64 !== undefined) return native.fromBase64(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch (thrown) {
    throw new PapertabError('payload-invalid', 'not base64', { cause: thrown });
  }
}

/** The base64 text of bytes, padded, without line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  const native = bytes as unknown as ToBase64;
  if (native.toBase64 !== undefined) return native.toBase64();
  let binary = '';
  for (let i = 0; i < bytes.length; i += CHARS_A_CALL) {
    binary += String.fromCharCode(...bytes.subarray(i, i + CHARS_A_CALL));
  }
  return btoa(binary);
}
