import { hex } from './fault.ts';

/** A command with its parameters, the bytes of a picture left out. */
export interface Command {
  readonly name: CommandName;
  readonly parameters: readonly number[];
  /** Offset of its first byte in the whole stream. */
  readonly offset: number;
  readonly size: number;
}

export type CommandName =
  | 'NUL'
  | 'LF'
  | 'FF'
  | 'XON/XOFF'
  | 'DLE EOT'
  | 'DC2 #'
  | 'ESC @'
  | 'ESC 2'
  | 'ESC 3'
  | 'ESC 7'
  | 'ESC 8'
  | 'ESC J'
  | 'ESC a'
  | 'ESC d'
  | 'ESC v'
  | 'GS L'
  | 'GS V'
  | 'GS W'
  | 'GS a'
  | 'GS r'
  | 'GS v 0';

export interface CommandReceiver {
  command(command: Command): void;
  /** A row of the picture that the last GS v 0 announced. */
  row(bytes: Uint8Array): void;
  /** Bytes that are no command that this printer is to be sent: so many were dropped. Of a run only the first has a message. */
  garbage(message: string | undefined, offset: number, dropped: number): void;
}

type Form = readonly [name: CommandName, parameters: number];

const SINGLE: Readonly<Record<number, CommandName>> = {
  0: 'NUL',
  10: 'LF',
  12: 'FF',
  17: 'XON/XOFF',
  19: 'XON/XOFF',
};

/** Commands of two bytes, by their first and second, and how many bytes of parameters follow. */
const PREFIXED: Readonly<Record<number, Readonly<Record<number, Form>>>> = {
  16: { 4: ['DLE EOT', 1] },
  18: { 35: ['DC2 #', 1] },
  27: {
    50: ['ESC 2', 0],
    51: ['ESC 3', 1],
    55: ['ESC 7', 3],
    56: ['ESC 8', 2],
    64: ['ESC @', 0],
    74: ['ESC J', 1],
    97: ['ESC a', 1],
    100: ['ESC d', 1],
    118: ['ESC v', 0],
  },
  29: {
    76: ['GS L', 2],
    86: ['GS V', 1],
    87: ['GS W', 2],
    97: ['GS a', 1],
    114: ['GS r', 1],
    // The third byte is always 30; then mode, bytes a row, and rows.
    118: ['GS v 0', 6],
  },
};

/** Modes of GS V that are followed by a byte: how far to feed first. */
const CUT_AFTER_FEED = [0x41, 0x42, 0x61, 0x62, 0x67, 0x68];

/** Reads ESC/POS as it comes, byte by byte, and hands over whole commands and whole rows of pictures. */
export class EscposParser {
  readonly #receiver: CommandReceiver;
  #bytes: number[] = [];
  #begin = 0;
  #garbled = false;
  #rowBytes = 0;
  #rowsLeft = 0;
  #row: number[] = [];

  constructor(receiver: CommandReceiver) {
    this.#receiver = receiver;
  }

  /** Bytes that wait for the rest of their command or row. */
  get pending(): number {
    return this.#bytes.length + this.#row.length;
  }

  /** Bytes of the announced picture that are still to come. */
  get expected(): number {
    return this.#rowsLeft * this.#rowBytes - this.#row.length;
  }

  reset(): void {
    this.#bytes = [];
    this.#row = [];
    this.#rowsLeft = 0;
    this.#garbled = false;
  }

  push(byte: number, offset: number): void {
    if (this.#rowsLeft > 0) {
      this.#row.push(byte);
      if (this.#row.length < this.#rowBytes) return;
      const row = Uint8Array.from(this.#row);
      this.#row = [];
      this.#rowsLeft -= 1;
      this.#receiver.row(row);
      return;
    }
    if (this.#bytes.length === 0) this.#begin = offset;
    this.#bytes.push(byte);
    this.#look();
  }

  #look(): void {
    const [first, second, ...rest] = this.#bytes as [number, ...number[]];
    const single = SINGLE[first];
    if (single !== undefined) {
      this.#take(single, []);
      return;
    }
    const prefixed = PREFIXED[first];
    if (prefixed === undefined) {
      this.#drop(first >= 0x20 || first === 0x0d ? 'text in a picture job' : `there is no command ${hex(first)}`);
      return;
    }
    if (second === undefined) return;
    const form = prefixed[second];
    if (form === undefined) {
      this.#drop(`there is no command ${hex(first)} ${hex(second)}`);
      return;
    }
    const [name, parameters] = form;
    if (rest.length < parameters) return;
    if (name === 'GS V' && CUT_AFTER_FEED.includes(rest[0]!) && rest.length < 2) return;
    if (name === 'GS v 0' && rest[0] !== 0x30) {
      this.#drop(`there is no command 1d 76 ${hex(rest[0]!)}`);
      return;
    }
    this.#take(name, rest);
  }

  #take(name: CommandName, parameters: readonly number[]): void {
    const command = { name, parameters, offset: this.#begin, size: this.#bytes.length };
    this.#bytes = [];
    this.#garbled = false;
    if (name === 'GS v 0') {
      const [, , xl, xh, yl, yh] = parameters as [number, number, number, number, number, number];
      this.#rowBytes = xl + 256 * xh;
      this.#rowsLeft = this.#rowBytes === 0 ? 0 : yl + 256 * yh;
    }
    this.#receiver.command(command);
  }

  /** Drops what cannot be a command. */
  #drop(message: string): void {
    const dropped = this.#bytes.length;
    this.#bytes = [];
    this.#receiver.garbage(this.#garbled ? undefined : message, this.#begin, dropped);
    this.#garbled = true;
  }
}
