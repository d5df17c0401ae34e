import { GRAY8, intBuffer } from '@thi.ng/pixel';
import { ATKINSON, ditherWith, FLOYD_STEINBERG } from '@thi.ng/pixel-dither';
import CanvasDither from 'canvas-dither';
import { KERNELS } from '../../src/imaging/kernels.ts';

/** The kernels that everybody has. */
export type SharedKernel = 'floyd-steinberg' | 'atkinson';

/** Somebody's code that turns greys into black and white. */
export interface Ditherer {
  readonly name: string;
  /**
   * Makes a picture ready in the form that the code wants and gives two functions: `run` dithers it, which is what is
   * measured, and `black` tells the share of black dots of the last run.
   */
  prepare(kernel: SharedKernel, gray: Uint8Array, width: number, height: number): { run(): void; black(): number };
}

export const OURS: Ditherer = {
  name: 'papertab',
  prepare(kernel, gray, width, height) {
    let packed = new Uint8Array(0);
    return {
      run: () => {
        packed = KERNELS[kernel](gray, width, height).data;
      },
      // The widths measured are whole bytes.
      black: () =>
        share(
          packed.reduce((sum, byte) => sum + ones(byte), 0),
          width * height,
        ),
    };
  },
};

/** Dithers in place and wants colours, so a copy of the colours is part of each run; making colours of greys is not. */
const canvasDither: Ditherer = {
  name: 'canvas-dither',
  prepare(kernel, gray, width, height) {
    const colours = new Uint8ClampedArray(4 * gray.length).fill(255);
    for (let i = 0; i < gray.length; i++) colours.fill(gray[i]!, 4 * i, 4 * i + 3);
    let data = colours;
    return {
      run: () => {
        data = colours.slice();
        CanvasDither[kernel === 'atkinson' ? 'atkinson' : 'floydsteinberg']({ width, height, data });
      },
      black: () => share(data.filter((value, i) => (i & 3) === 0 && value === 0).length, gray.length),
    };
  },
};

/** Dithers in place too, so a copy of the greys is part of each run. */
const pixelDither: Ditherer = {
  name: '@thi.ng/pixel-dither',
  prepare(kernel, gray, width, height) {
    let data = gray;
    return {
      run: () => {
        data = gray.slice();
        ditherWith(kernel === 'atkinson' ? ATKINSON : FLOYD_STEINBERG, intBuffer(width, height, GRAY8, data));
      },
      black: () => share(data.filter((value) => value === 0).length, gray.length),
    };
  },
};

export const PEERS: readonly Ditherer[] = [canvasDither, pixelDither];

function share(black: number, dots: number): number {
  return black / dots;
}

function ones(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++;
  return count;
}
