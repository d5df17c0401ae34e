/** Device control 1 and 3 of ASCII, with which a printer on a serial line says that it takes bytes again, or none. */
const XON = 0x11;
const XOFF = 0x13;

/**
 * Takes XON and XOFF out of what a printer said.
 *
 * @returns the other bytes, copied; and whether the printer takes bytes, undefined when it did not say
 */
export function readFlowBytes(said: Uint8Array): {
  readonly rest: Uint8Array<ArrayBuffer>;
  readonly takes: boolean | undefined;
} {
  let takes: boolean | undefined;
  const rest = said.filter((byte) => {
    if (byte === XON) takes = true;
    else if (byte === XOFF) takes = false;
    return byte !== XON && byte !== XOFF;
  });
  return { rest: Uint8Array.from(rest), takes };
}
