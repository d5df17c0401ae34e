import type { GrayPicture } from './gray.ts';

/** How a picture is to look on paper; 0, 0 and 1 leave it as it is. */
export interface Tone {
  /** From -100, darker by half of the way from black to white, to 100, lighter by as much. */
  readonly brightness: number;
  /** From -100, an even grey, to 100, black and white alone. */
  readonly contrast: number;
  /** From 0.2, dark middle tones, to 5, light ones. */
  readonly gamma: number;
}

/**
 * The grey that each grey from 0 to 255 becomes: by gamma, which leaves black and white where they are, then lighter or
 * darker by brightness, then by contrast about the middle grey. A lighter grey never becomes darker than a dark one.
 * Numbers beyond their range count as its end.
 */
export function toneTable({ brightness, contrast, gamma }: Tone): Uint8Array<ArrayBuffer> {
  const exponent = 1 / clamp(gamma, 0.2, 5);
  const shift = clamp(brightness, -100, 100) / 200;
  const slope = Math.tan((Math.PI / 4) * (1 + clamp(contrast, -100, 100) / 100));
  return Uint8Array.from({ length: 256 }, (_, grey) => {
    const light = (grey / 255) ** exponent + shift;
    return Math.round(255 * clamp(0.5 + slope * (light - 0.5), 0, 1));
  });
}

/** The picture with each grey replaced by what `table` has for it; the given one is left alone. */
export function applyTone(picture: GrayPicture, table: Uint8Array): GrayPicture {
  const { width, height, data: greys } = picture;
  const data = new Uint8Array(greys.length);
  for (let i = 0; i < data.length; i++) data[i] = table[greys[i]!]!;
  return { width, height, data };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
