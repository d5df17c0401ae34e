/** What can go wrong with a receipt printer. All but `paper-near-end` stop the head. */
export type EscposTrouble =
  | 'paper-out'
  | 'paper-near-end'
  | 'cover-open'
  | 'too-hot'
  | 'cutter'
  | 'unrecoverable'
  /** Switched off line at its own button. */
  | 'offline';

type Troubles = ReadonlySet<EscposTrouble>;

/** Bits 1 and 4 of an answer to DLE EOT are always set. */
const FIXED = 0x12;

const bit = (holds: boolean, mask: number): number => (holds ? mask : 0);

function isOffline(troubles: Troubles): boolean {
  return [...troubles].some((trouble) => trouble !== 'paper-near-end');
}

/** The answer to DLE EOT `n`, 1 to 4. */
export function realTimeStatus(n: number, troubles: Troubles): number {
  const has = (trouble: EscposTrouble): boolean => troubles.has(trouble);
  const failed = has('too-hot') || has('cutter') || has('unrecoverable');
  switch (n) {
    case 1:
      return FIXED | bit(isOffline(troubles), 0x08);
    case 2:
      return FIXED | bit(has('cover-open'), 0x04) | bit(has('paper-out'), 0x20) | bit(failed, 0x40);
    case 3:
      return (
        FIXED |
        bit(has('cutter'), 0x08) |
        bit(has('unrecoverable'), 0x20) |
        bit(has('too-hot') || has('cover-open'), 0x40)
      );
    default:
      return FIXED | bit(has('paper-near-end') || has('paper-out'), 0x0c) | bit(has('paper-out'), 0x60);
  }
}

/** The answer to GS r 1 and the third byte of an automatic status. */
export function paperSensors(troubles: Troubles): number {
  return bit(troubles.has('paper-near-end') || troubles.has('paper-out'), 0x03) | bit(troubles.has('paper-out'), 0x0c);
}

/** The four bytes that a printer sends by itself once GS a has asked for them. */
export function automaticStatus(troubles: Troubles): number[] {
  const has = (trouble: EscposTrouble): boolean => troubles.has(trouble);
  return [
    0x10 | bit(isOffline(troubles), 0x08) | bit(has('cover-open'), 0x20),
    bit(has('cutter'), 0x08) | bit(has('unrecoverable'), 0x20) | bit(has('too-hot'), 0x40),
    paperSensors(troubles),
    0x00,
  ];
}
