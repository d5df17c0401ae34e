/** What can become of the replies of a printer on their way. */
export const GARBLINGS = ['out of order', 'damaged', 'doubled'] as const;

type Garbling = (typeof GARBLINGS)[number];

/** Replies on their way to the page. */
interface Replies {
  /** How many did not come as they were sent. */
  readonly garbled: number;
  /** Lets them through as they are. */
  stop(): void;
}

/**
 * Gets in the way of what a connected printer says: every other reply comes after the one behind it, or with a bit turned
 * over, or each comes twice.
 */
export function garble(printer: { onReply: (bytes: Uint8Array<ArrayBuffer>) => void }, how: Garbling): Replies {
  const pass = printer.onReply;
  let count = 0;
  let garbled = 0;
  let held: Uint8Array<ArrayBuffer> | undefined;
  printer.onReply = (bytes) => {
    count++;
    if (how === 'doubled') {
      garbled++;
      pass(bytes);
      pass(bytes);
    } else if (how === 'damaged') {
      if (count % 2 === 0) {
        garbled++;
        pass(turnBit(bytes, count));
      } else pass(bytes);
    } else if (held === undefined) held = bytes;
    else {
      garbled++;
      pass(bytes);
      pass(held);
      held = undefined;
    }
  };
  return {
    get garbled() {
      return garbled;
    },
    stop: () => {
      printer.onReply = pass;
      if (held !== undefined) pass(held);
    },
  };
}

/** Flow control: on a serial line a printer that says the second and never the first holds back for ever. */
const XON_XOFF = [0x11, 0x13];

/** With one bit turned over, another one each time; never so that it holds the sender back, which is no damage. */
function turnBit(bytes: Uint8Array<ArrayBuffer>, which: number): Uint8Array<ArrayBuffer> {
  const at = which % bytes.length;
  const turned = bytes[at]! ^ (1 << (which % 8));
  if (XON_XOFF.includes(turned)) return turnBit(bytes, which + 1);
  const copy = bytes.slice();
  copy[at] = turned;
  return copy;
}
