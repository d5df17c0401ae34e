/** Bytes from how the sheets write them, `02 1b 00`, and from what they do not write out. */
export function bytes(...parts: readonly (string | Iterable<number>)[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? part.split(' ').map((byte) => Number.parseInt(byte, 16)) : [...part],
    ),
  );
}

/** The same byte, so many times. */
export function times(count: number, byte: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(count).fill(byte);
}

/** How the sheets write bytes. */
export function written(...pieces: readonly Iterable<number>[]): string {
  return pieces
    .flatMap((piece) => [...piece])
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ');
}
