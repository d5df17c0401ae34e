import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Bitmap, bytesPerRow } from '../../imaging/bitmap.ts';

/** Rows that are put on the canvas at a time: bounds the memory that a long print takes. */
const BAND_ROWS = 1024;
/** Ink as a little-endian ABGR word; it is never pure black. */
const INK = 0xff191b1c;

/** A print, dot by dot. The canvas has one pixel a dot and no paper of its own: that lies beneath. */
export function DotsCanvas({ bitmap, dot, label }: { bitmap: Bitmap; dot: number; label: string }): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (context) drawDots(bitmap, context);
  }, [bitmap]);
  useLayoutEffect(() => {
    const canvas = ref.current;
    return () => {
      // Some browsers keep the memory of a canvas that is gone for long.
      if (canvas) canvas.width = 0;
    };
  }, []);
  return (
    <canvas
      ref={ref}
      class="dots"
      role="img"
      aria-label={label}
      width={bitmap.width}
      height={bitmap.height}
      style={{ inlineSize: `${bitmap.width * dot}px`, blockSize: `${bitmap.height * dot}px` }}
    />
  );
}

function drawDots(bitmap: Bitmap, context: CanvasRenderingContext2D): void {
  const { width, height, data } = bitmap;
  const stride = bytesPerRow(width);
  for (let top = 0; top < height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - top);
    const image = context.createImageData(width, rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let y = 0, i = 0; y < rows; y++) {
      const row = (top + y) * stride;
      for (let x = 0; x < width; x++, i++) {
        if ((data[row + (x >> 3)]! >> (7 - (x & 7))) & 1) pixels[i] = INK;
      }
    }
    context.putImageData(image, 0, top);
  }
}
