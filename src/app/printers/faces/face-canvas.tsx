import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Bitmap } from '../../../imaging/bitmap.ts';
import { usePixelRatio } from '../../paper/use-column.ts';
import { shrink } from './shrink.ts';

/** Red, green and blue of ink. */
const INK = [0x1c, 0x1b, 0x19] as const;

interface FaceCanvasProps {
  readonly bitmap: Bitmap;
  /** At most so many pixels of the page across. */
  readonly width: number;
}

/** A face as a little print: each of its pixels is one of the screen's, so that it is as crisp as the screen can be. */
export function FaceCanvas({ bitmap, width }: FaceCanvasProps): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  const step = Math.max(1, Math.ceil(bitmap.width / (width * ratio)));
  const across = Math.ceil(bitmap.width / step);
  const down = Math.ceil(bitmap.height / step);

  useLayoutEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const { ink } = shrink(bitmap, step);
    const image = context.createImageData(across, down);
    for (let i = 0; i < ink.length; i++) image.data.set([...INK, ink[i]!], i * 4);
    context.putImageData(image, 0, 0);
  }, [bitmap, step, across, down]);

  return (
    <canvas
      ref={ref}
      class="face-dots"
      width={across}
      height={down}
      style={{ inlineSize: `${across / ratio}px`, blockSize: `${down / ratio}px` }}
    />
  );
}
