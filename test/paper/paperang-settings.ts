export type SettingKind =
  | 'key'
  | 'density'
  | 'power-off-time'
  | 'gap-feed'
  | 'restored'
  | 'gap'
  | 'paper-type'
  | 'speed';

/** A command that sets something. */
export interface Setting {
  readonly kind: SettingKind;
  /** Bytes that its payload may have. */
  readonly lengths: readonly number[];
  /** Highest value that the payload may have, read as one number, lowest byte first. */
  readonly most: number;
}

/** The commands of the older dialect that set something, by number. */
export const SETTINGS: ReadonlyMap<number, Setting> = new Map<number, Setting>([
  [0x18, { kind: 'key', lengths: [4], most: 0xffffffff }],
  [0x19, { kind: 'density', lengths: [1], most: 100 }],
  [0x1e, { kind: 'power-off-time', lengths: [2], most: 0xffff }],
  [0x21, { kind: 'gap-feed', lengths: [2], most: 0xffff }],
  [0x22, { kind: 'restored', lengths: [1], most: 0 }],
  [0x27, { kind: 'gap', lengths: [1], most: 0xff }],
  // 0 is continuous paper, 1 labels; a second byte, when there is one, is 0.
  [0x2c, { kind: 'paper-type', lengths: [1, 2], most: 1 }],
  [0x39, { kind: 'speed', lengths: [1], most: 0xff }],
]);
