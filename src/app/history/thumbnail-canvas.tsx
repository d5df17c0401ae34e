import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Bitmap } from '../../imaging/bitmap.ts';
import { makeThumbnail } from './thumbnail.ts';

/** Red, green and blue of ink. */
const INK = [0x1c, 0x1b, 0x19] as const;

/** A print made small, for recognising it. */
export function ThumbnailCanvas({ bitmap }: { bitmap: Bitmap }): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const { width, height, ink } = makeThumbnail(bitmap);
    canvas.width = width;
    canvas.height = height;
    const image = context.createImageData(width, height);
    for (let i = 0; i < ink.length; i++) image.data.set([...INK, ink[i]!], i * 4);
    context.putImageData(image, 0, 0);
  }, [bitmap]);
  return <canvas ref={ref} class="thumbnail-dots" />;
}
