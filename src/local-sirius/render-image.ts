import type { Bitmap } from '../imaging/bitmap.ts';
import { floydSteinberg } from '../imaging/floyd-steinberg.ts';
import { HEAD_WIDTH } from '../sirius/runs.ts';
import { draw, loadCanvas, toGray } from './canvas.ts';
import { HttpProblem } from './http.ts';
import { imageSize } from './image-size.ts';
import { MAX_CONTENT_ROWS } from './render-text.ts';

/** Larger images are not decoded: four bytes a dot are needed for it. */
const MAX_IMAGE_DOTS = 64_000_000;

/**
 * A photo or drawing at the width of the print head, turned as its EXIF data say, on white, dithered.
 *
 * @throws HttpProblem 415 for a file that is no PNG, JPEG, GIF, WebP or AVIF, or a broken one; 413 for too many dots.
 */
export async function renderImage(file: Buffer): Promise<Bitmap> {
  const size = imageSize(file);
  if (size === undefined) {
    throw new HttpProblem(415, 'image-kind', 'Only PNG, JPEG, GIF, WebP and AVIF images are taken.');
  }
  if (size.width * size.height > MAX_IMAGE_DOTS) {
    throw new HttpProblem(413, 'image-size', `The image has ${size.width} by ${size.height} dots: that is too large.`);
  }
  const { loadImage } = await loadCanvas();
  const image = await loadImage(file).catch((thrown) => {
    throw new HttpProblem(415, 'image-broken', `The image cannot be read: ${thrown}`);
  });
  const height = Math.max(1, Math.round((image.height * HEAD_WIDTH) / image.width));
  const rows = Math.min(height, MAX_CONTENT_ROWS);
  const rgba = await draw(HEAD_WIDTH, rows, (context) => {
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, HEAD_WIDTH, height);
  });
  return floydSteinberg(toGray(rgba), HEAD_WIDTH, rows);
}
