import { atkinson } from './atkinson.ts';
import type { Bitmap } from './bitmap.ts';
import { floydSteinberg } from './floyd-steinberg.ts';
import { threshold } from './threshold.ts';

/** A way to turn greys into black and white. */
export type KernelName = 'floyd-steinberg' | 'atkinson' | 'threshold';

/**
 * Turns a grey picture of `width * height` dots, rows from top to bottom, 0 black and 255 white, into packed bits. The
 * same greys always give the same bits. Greys below `level` (0 to 256, in the middle if not given) become black where a
 * kernel decides each dot for itself; kernels that spread errors pay no heed to it, because they keep the tone.
 */
export type Kernel = (gray: Uint8Array | Uint8ClampedArray, width: number, height: number, level?: number) => Bitmap;

/** Every kernel there is. */
export const KERNELS: Readonly<Record<KernelName, Kernel>> = {
  'floyd-steinberg': floydSteinberg,
  atkinson,
  threshold,
};
