/**
 * The share of light, from 0 to 1, that each 8-bit sRGB value stands for (IEC 61966-2-1: linear below 0.04045, then a
 * power of 2.4).
 */
export const LIGHT: Float64Array<ArrayBuffer> = Float64Array.from({ length: 256 }, (_, value) => toLight(value));

/** Steps of light that are told apart. Even the darkest grey spans twenty of them, so that shadows show no bands. */
const STEPS = 65_535;

/** The 8-bit sRGB value nearest to each step of light. */
const GREYS = greysOfSteps();

/** The 8-bit sRGB value nearest to a share of light from 0 to 1; what lies outside counts as the end. */
export function toGrey(light: number): number {
  return GREYS[Math.min(Math.max(light * STEPS + 0.5, 0), STEPS) | 0]!;
}

function toLight(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function greysOfSteps(): Uint8Array {
  const greys = new Uint8Array(STEPS + 1).fill(255);
  let from = 0;
  for (let grey = 0; grey < 255; grey++) {
    const end = Math.ceil(toLight(grey + 0.5) * STEPS);
    greys.fill(grey, from, end);
    from = end;
  }
  return greys;
}
