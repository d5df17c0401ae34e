declare module 'canvas-dither' {
  interface Picture {
    readonly width: number;
    readonly height: number;
    readonly data: Uint8ClampedArray;
  }
  /** Each replaces the colours of the picture, four bytes a dot, by black and white, and gives the same picture. */
  const CanvasDither: {
    floydsteinberg(picture: Picture): Picture;
    atkinson(picture: Picture): Picture;
  };
  export = CanvasDither;
}
