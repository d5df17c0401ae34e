interface Colours {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha, each from 0 to 255. */
  readonly rgba: ArrayLike<number>;
}

/**
 * What a coloured picture looks like in grey and in another size, before it is rounded: light mixed by area where it
 * shrinks, by the cubic of Mitchell and Netravali where it grows, each dot by the definition and without any table.
 */
export function resizeSlowly({ width, height, rgba }: Colours, toWidth: number, toHeight: number): number[] {
  return Array.from({ length: toWidth * toHeight }, (_, i) => {
    let light = 0;
    for (const [y, down] of weights(height, toHeight, Math.floor(i / toWidth))) {
      for (const [x, across] of weights(width, toWidth, i % toWidth)) {
        const [red, green, blue, alpha] = [0, 1, 2, 3].map((part) => rgba[4 * (y * width + x) + part]! / 255);
        const colour = 0.2126 * decode(red!) + 0.7152 * decode(green!) + 0.0722 * decode(blue!);
        light += down * across * (alpha! * colour + (1 - alpha!));
      }
    }
    return 255 * encode(Math.min(Math.max(light, 0), 1));
  });
}

function decode(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encode(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

function weights(from: number, to: number, made: number): [source: number, weight: number][] {
  const found = Array.from({ length: from + 6 }, (_, i): [number, number] => {
    const source = i - 3;
    const weight = to <= from ? overlap(source, from / to, made) : cubic(source - ((made + 0.5) * (from / to) - 0.5));
    return [Math.min(Math.max(source, 0), from - 1), weight];
  });
  const sum = found.reduce((total, [, weight]) => total + weight, 0);
  return found.filter(([, weight]) => weight !== 0).map(([source, weight]) => [source, weight / sum]);
}

function overlap(source: number, scale: number, made: number): number {
  return Math.max(0, Math.min(source + 1, (made + 1) * scale) - Math.max(source, made * scale));
}

/** k(x) of the paper, with B = C = 1/3. */
function cubic(distance: number): number {
  const [b, c, x] = [1 / 3, 1 / 3, Math.abs(distance)];
  if (x >= 2) return 0;
  return x < 1
    ? ((12 - 9 * b - 6 * c) * x ** 3 + (-18 + 12 * b + 6 * c) * x ** 2 + (6 - 2 * b)) / 6
    : ((-b - 6 * c) * x ** 3 + (6 * b + 30 * c) * x ** 2 + (-12 * b - 48 * c) * x + (8 * b + 24 * c)) / 6;
}
