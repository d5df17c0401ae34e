import { le } from './paperang-frames.ts';

/** What a Paperang tells of itself. */
export interface PaperangFacts {
  /** Three numbers with dots between them. */
  readonly version: string;
  readonly modelName: string;
  readonly serial: string;
  /** Percent. */
  readonly battery: number;
  readonly millivolts: number;
  /** Six bytes. */
  readonly mac: readonly number[];
  readonly bluetoothChip: string;
  readonly machine: string;
}

/** What a Paperang's answers are made of: its facts, and how it stands at the moment. */
export interface PaperangState extends PaperangFacts {
  /** The status word, see the sheet's section 6. */
  readonly status: number;
  /** Bytes that the status word is sent in. */
  readonly statusBytes: 2 | 4;
  readonly idle: boolean;
  /** Rows drawn since the power came. */
  readonly lines: number;
  readonly density: number;
  readonly paperType: number;
  readonly powerOffSeconds: number;
}

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/**
 * The questions of the older dialect and the payloads of their answers. Each has the payload 01 and is answered by a frame
 * whose command is one higher, then by an acknowledgement; those whose payload the sheet does not know are only
 * acknowledged.
 */
export const QUERIES: ReadonlyMap<number, (state: PaperangState) => number[] | undefined> = new Map<
  number,
  (state: PaperangState) => number[] | undefined
>([
  [0x04, ({ version }) => version.split('.').map(Number).reverse()],
  [0x06, () => undefined],
  [0x08, ({ mac }) => [...mac]],
  [0x0a, ({ serial }) => ascii(serial)],
  [0x0c, ({ status, statusBytes }) => le(status, statusBytes)],
  [0x0e, ({ millivolts }) => le(millivolts, 2)],
  [0x10, ({ battery }) => [battery]],
  [0x12, () => undefined],
  [0x1c, ({ density }) => [density]],
  [0x1f, ({ powerOffSeconds }) => le(powerOffSeconds, 2)],
  [0x23, () => undefined],
  [0x25, () => undefined],
  [0x28, () => undefined],
  [0x2a, ({ paperType }) => [paperType]],
  [0x2d, () => undefined],
  [0x30, ({ modelName }) => ascii(modelName)],
  [0x32, () => undefined],
  [0x34, ({ lines }) => le(lines, 4)],
  [0x36, ({ idle }) => [idle ? 1 : 0]],
  [0x42, ({ bluetoothChip }) => ascii(bluetoothChip)],
  [0x7f, () => undefined],
  [0x81, ({ machine }) => ascii(machine)],
]);

const value = (bytes: readonly number[]): number[] => [0x01, ...le(bytes.length, 2), ...bytes];

const NEW_QUERIES: ReadonlyMap<number, (state: PaperangState) => number[]> = new Map<
  number,
  (state: PaperangState) => number[]
>([
  [0x0102, ({ serial }) => ascii(serial)],
  [0x0109, ({ powerOffSeconds }) => le(powerOffSeconds, 2)],
  [0x010b, ({ battery }) => [battery]],
  [0x0114, () => le(1024, 2)],
  [0x0115, () => [1]],
  // The greeting with a challenge: an empty acknowledgement.
  [0x0117, () => []],
]);

/** The content of the answer of the newer dialect to a request: its value, or `02 00 00`, rejected. */
export function answerNew(code: number, state: PaperangState): number[] {
  const answer = NEW_QUERIES.get(code);
  return answer === undefined ? [0x02, 0x00, 0x00] : value(answer(state));
}
