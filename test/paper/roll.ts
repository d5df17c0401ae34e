import { type Bitmap, bytesPerRow } from '../../src/imaging/bitmap.ts';

/** The paper below a head: collects rows until the printer says that a picture has ended. */
export class Roll {
  readonly width: number;
  #rows: Uint8Array[] = [];

  /** @param width dots across the head */
  constructor(width: number) {
    this.width = width;
  }

  /** Rows since the last picture ended. */
  get rows(): number {
    return this.#rows.length;
  }

  /** Draws one row, as many bytes as the head has; what lies beyond its last dot is left out. */
  draw(row: Uint8Array): void {
    const stride = bytesPerRow(this.width);
    if (row.length !== stride) throw new Error(`a row of ${row.length} bytes on a head of ${stride}`);
    const copy = row.slice();
    const padding = stride * 8 - this.width;
    if (padding > 0) copy[stride - 1]! &= 0xff << padding;
    this.#rows.push(copy);
  }

  /** Moves the paper on within a picture. */
  skip(rows: number): void {
    for (let i = 0; i < rows; i++) this.#rows.push(new Uint8Array(bytesPerRow(this.width)));
  }

  /** What has been drawn since the last picture ended. */
  look(): Bitmap {
    const stride = bytesPerRow(this.width);
    const data = new Uint8Array(stride * this.#rows.length);
    this.#rows.forEach((row, y) => {
      data.set(row, y * stride);
    });
    return { width: this.width, height: this.#rows.length, data };
  }

  /** Takes the paper off: what was drawn since the last time. */
  take(): Bitmap {
    const piece = this.look();
    this.#rows = [];
    return piece;
  }
}
