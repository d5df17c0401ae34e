import type { KernelName } from '../../imaging/kernels.ts';
import type { RenderSettings, Turn } from '../../pictures/api.ts';

/** What the user sets of a picture, as the sliders have it. */
export interface Look {
  /** From -100 to 100. */
  readonly brightness: number;
  /** From -100 to 100. */
  readonly contrast: number;
  /** From -100, dark middle tones, to 100, light ones. */
  readonly middle: number;
  /** From 1 to 255: greys below it become black, with the kernel that draws no shades. */
  readonly level: number;
  readonly kernel: KernelName;
  readonly turn: Turn;
}

/** The picture as it is. */
export const PLAIN: Look = { brightness: 0, contrast: 0, middle: 0, level: 128, kernel: 'floyd-steinberg', turn: 0 };

/** In the order in which they are offered. */
export const KERNEL_CHOICES = ['floyd-steinberg', 'atkinson', 'threshold'] as const satisfies readonly KernelName[];

/** The gamma at the ends of the slider: beyond it little but black and white is left. */
const STRONGEST_GAMMA = 3;

/** A quarter turn clockwise. */
export function turned({ turn, ...look }: Look): Look {
  const next = { 0: 90, 90: 180, 180: 270, 270: 0 } as const;
  return { ...look, turn: next[turn] };
}

/** Whether tones or dots are others than at first; to turn a picture changes neither. */
export function isChanged(look: Look): boolean {
  return !sameLook({ ...look, turn: PLAIN.turn }, PLAIN);
}

/** The picture as it is, still turned as it was. */
export function reset({ turn }: Look): Look {
  return { ...PLAIN, turn };
}

/** What the pictures worker is asked for. */
export function settingsOf({ brightness, contrast, middle, level, kernel, turn }: Look, width: number): RenderSettings {
  const gamma = STRONGEST_GAMMA ** (middle / 100);
  return { width, turn, kernel, brightness, contrast, gamma, ...(kernel === 'threshold' ? { level } : {}) };
}

function sameLook(one: Look, other: Look): boolean {
  return (Object.keys(PLAIN) as (keyof Look)[]).every((key) => one[key] === other[key]);
}
