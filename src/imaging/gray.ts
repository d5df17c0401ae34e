/** A picture of 8-bit greys: rows of `width` dots from top to bottom; 0 is black, 255 white, in between as sRGB has it. */
export interface GrayPicture {
  /** Dots in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** `width * height` greys. */
  readonly data: Uint8Array<ArrayBuffer> | Uint8ClampedArray<ArrayBuffer>;
}
