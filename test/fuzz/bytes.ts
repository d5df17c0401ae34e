import type { Random } from './random.ts';

/** A number within bytes, often a length. */
export interface Field {
  readonly at: number;
  readonly size: 1 | 2 | 3 | 4;
  readonly bigEndian?: boolean;
}

/** Valid bytes to begin with, and where their numbers are. */
export interface ByteSeed {
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
}

const ROOM = 1 << 18;
const scratch = new Uint8Array(ROOM);
let length = 0;

/** The seed's bytes, changed at none, one or two places: a number, the length, or a byte. */
export function mutateBytes(seed: ByteSeed, random: Random, mutations = random.mutations()): Uint8Array<ArrayBuffer> {
  scratch.set(seed.bytes);
  length = seed.bytes.length;
  for (let i = 0; i < mutations; i++) mutateOnce(seed.fields, random);
  return scratch.slice(0, length);
}

function mutateOnce(fields: readonly Field[], random: Random): void {
  const dice = random.next() & 15;
  if (dice < 7 && fields.length > 0) changeNumber(random.pick(fields), random);
  else if (dice < 10) changeLength(random);
  else changeByte(random);
}

function changeNumber({ at, size, bigEndian = false }: Field, random: Random): void {
  // A mutation before this one may have cut it off.
  if (at + size > length) return;
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + scratch[at + (bigEndian ? i : size - 1 - i)]!;
  let changed = changedNumber(value, 256 ** size, random);
  for (let i = 0; i < size; i++) {
    scratch[at + (bigEndian ? size - 1 - i : i)] = changed % 256;
    changed = Math.floor(changed / 256);
  }
}

/** A number near `value`, at an edge, or any; from 0 to `end` - 1. */
function changedNumber(value: number, end: number, random: Random): number {
  switch (random.below(12)) {
    case 0:
      return 0;
    case 1:
      return 1;
    case 2:
      return end - 1;
    case 3:
      return end / 2;
    case 4:
      return end / 2 - 1;
    case 5:
      return (value + 1) % end;
    case 6:
      return (value + end - 1) % end;
    case 7:
      return (value * 2) % end;
    case 8:
      return (value + random.below(32)) % end;
    case 9:
      return Math.max(0, value - random.below(32));
    case 10:
      return random.next() % Math.min(end, 65_536);
    default:
      return random.next() % end;
  }
}

function changeLength(random: Random): void {
  const at = random.below(length);
  const span = Math.min(1 + random.below(random.once(4) ? 256 : 8), ROOM - length);
  switch (random.below(5)) {
    case 0:
      length = at;
      return;
    case 1:
      for (let i = 0; i < span; i++) scratch[length++] = random.next();
      return;
    case 2:
      // A piece taken out.
      scratch.copyWithin(at, Math.min(length, at + span), length);
      length = Math.max(at, length - span);
      return;
    case 3:
      // A piece twice.
      scratch.copyWithin(at + span, at, length);
      length += span;
      return;
    default:
      scratch.copyWithin(at + 1, at, length);
      scratch[at] = random.next();
      length += 1;
  }
}

function changeByte(random: Random): void {
  if (length === 0) return;
  const at = random.below(length);
  const dice = random.next() & 7;
  if (dice < 3) scratch[at]! ^= 1 << random.below(8);
  else if (dice === 3) scratch[at] = 0;
  else if (dice === 4) scratch[at] = 255;
  else scratch[at] = random.next();
}
