import { expect } from 'vitest';
import { createPaperangDriver, type PaperangOptions } from '../../src/printers/drivers/paperang.ts';
import { COMMAND, NO_KEY, SESSION_KEY, STANDARD_KEY } from '../../src/printers/languages/paperang/commands.ts';
import { encodeFrame } from '../../src/printers/languages/paperang/frames.ts';
import { PaperangReader } from '../../src/printers/languages/paperang/reply-reader.ts';
import type { PrinterSettings } from '../../src/printers/settings.ts';
import { ScriptedPrinter, toHex } from './scripted-printer.ts';

/** A Paperang as a test wants it: what it answers to a command, under which key, and whether it takes another. */
interface PaperangNature {
  readonly key?: number;
  readonly takesKey?: boolean;
  readonly acknowledges?: boolean;
  /** Payload of the answer by command; what is absent is not answered. */
  readonly answers?: Readonly<Record<number, readonly number[]>>;
  /** How the answers are cut: how many bytes at once. */
  readonly pieces?: number;
}

export const text = (value: string): number[] => Array.from(value, (char) => char.charCodeAt(0));

export const P2: Readonly<Record<number, readonly number[]>> = {
  [COMMAND.getVersion]: [8, 1, 1],
  [COMMAND.getSerialNumber]: text('P2B02'),
  [COMMAND.getBattery]: [87],
  [COMMAND.getModelName]: text('P2'),
  [COMMAND.getStatus]: [0, 0],
  [COMMAND.getPowerOffTime]: [0, 0],
  [COMMAND.getIdle]: [1],
};

/** Without what this command asks for. */
export function without(...commands: number[]): Readonly<Record<number, readonly number[]>> {
  return Object.fromEntries(Object.entries(P2).filter(([command]) => !commands.includes(Number(command))));
}

export class ScriptedPaperang extends ScriptedPrinter {
  /** Commands that it understood, in order. */
  readonly understood: number[] = [];
  answers: Readonly<Record<number, readonly number[]>>;
  key: number;
  readonly #ears = [STANDARD_KEY, SESSION_KEY, NO_KEY].map((key) => ({ key, reader: new PaperangReader([key]) }));
  readonly #nature: PaperangNature;

  constructor(nature: PaperangNature = {}) {
    super();
    this.#nature = nature;
    this.answers = nature.answers ?? P2;
    this.key = nature.key ?? STANDARD_KEY;
    this.onWrite((bytes) => {
      for (const { key, reader } of this.#ears) {
        for (const reply of reader.push(bytes)) if (reply.kind === 'frame' && key === this.key) this.#take(reply);
      }
    });
  }

  tell(command: number, payload: readonly number[]): void {
    this.#utter([this.#frame(command, payload)]);
  }

  #take({ command, payload }: { command: number; payload: Uint8Array }): void {
    this.understood.push(command);
    if (command === COMMAND.setKey) {
      if (this.#nature.takesKey === false) return;
      this.key = SESSION_KEY;
      expect(toHex(payload)).toBe('78 7a ce 33');
      if (this.#nature.acknowledges !== false) this.#utter([this.#frame(command, [0])]);
      return;
    }
    const answer = this.answers[command];
    if (answer !== undefined) this.#utter([this.#frame(command + 1, answer), this.#frame(command, [0])]);
  }

  #frame(command: number, payload: readonly number[]): Uint8Array {
    return encodeFrame(command, Uint8Array.from(payload), this.key);
  }

  #utter(frames: readonly Uint8Array[]): void {
    const bytes = frames.flatMap((frame) => [...frame]);
    const { pieces = bytes.length } = this.#nature;
    for (let at = 0; at < bytes.length; at += pieces) this.say(...bytes.slice(at, at + pieces));
  }
}

export async function greetPaperang(
  printer: ScriptedPrinter,
  settings: Partial<PrinterSettings> = {},
  options?: PaperangOptions,
) {
  const driver = createPaperangDriver(options);
  const talk = printer.talkTo(driver, settings);
  const { value: facts, ms } = await printer.settle(driver.greet(talk, { brokenOff: false }));
  printer.written.length = 0;
  printer.writtenAt.length = 0;
  return { driver, talk, facts, ms };
}
