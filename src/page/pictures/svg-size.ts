/** The attributes of an `<svg>` that give its size. */
export interface SvgAttributes {
  readonly width: string | null;
  readonly height: string | null;
  readonly viewBox: string | null;
}

export interface SvgSize {
  /** In the drawing's own units. */
  readonly width: number;
  readonly height: number;
  /** In dots: what it is drawn at. */
  readonly dotsWide: number;
  readonly dotsHigh: number;
}

/** What CSS takes for the size of a picture that has none. */
const NO_SIZE = { width: 300, height: 150 };
/** Dots of the shorter side: twice across the widest head, so that edges come out smooth whichever way it is turned. */
const SHORTER_SIDE = 1152;
/** The most of dots on a side and of dots in all, which bounds the memory that a drawing takes. */
const LONGEST_SIDE = 16_384;
const MOST_DOTS = 16_000_000;

/** CSS pixels in the absolute units. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
};

/** The size of a drawing and the size in dots at which it is drawn. Never fails: what makes no sense counts as absent. */
export function svgSize(attributes: SvgAttributes): SvgSize {
  const { width, height } = ownSize(attributes);
  const scale = Math.min(
    SHORTER_SIDE / Math.min(width, height),
    LONGEST_SIDE / Math.max(width, height),
    Math.sqrt(MOST_DOTS / (width * height)),
  );
  const dots = (length: number): number => Math.max(1, Math.floor(length * scale));
  return { width, height, dotsWide: dots(width), dotsHigh: dots(height) };
}

function ownSize(attributes: SvgAttributes): { width: number; height: number } {
  const width = readLength(attributes.width);
  const height = readLength(attributes.height);
  if (width !== undefined && height !== undefined) return { width, height };
  const box = readBox(attributes.viewBox);
  if (!box) return { width: width ?? NO_SIZE.width, height: height ?? NO_SIZE.height };
  // One side alone takes the other from the shape of the box.
  if (width !== undefined) return { width, height: (width * box.height) / box.width };
  if (height !== undefined) return { width: (height * box.width) / box.height, height };
  return box;
}

/** A length in CSS pixels; undefined for none, for shares and for what depends on type. */
function readLength(text: string | null): number | undefined {
  const [, number, unit] = /^\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)([a-z]*)\s*$/i.exec(text ?? '') ?? [];
  const factor = UNITS[unit?.toLowerCase() ?? '%'];
  return factor === undefined ? undefined : usable(Number(number) * factor);
}

function readBox(text: string | null): { width: number; height: number } | undefined {
  const numbers = (text ?? '').trim().split(/[\s,]+/);
  if (numbers.length !== 4) return undefined;
  const width = usable(Number(numbers[2]));
  const height = usable(Number(numbers[3]));
  return width === undefined || height === undefined ? undefined : { width, height };
}

function usable(length: number): number | undefined {
  return Number.isFinite(length) && length > 1e-6 && length < 1e9 ? length : undefined;
}
