import { partMissing } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';

/**
 * Loads what makes a picture fit a head, where that takes anything.
 *
 * @param width dots across the picture
 * @param headWidth dots across the head
 * @throws PapertabError `part-missing`
 */
export async function loadFit(width: number, headWidth: number): Promise<void> {
  if (width !== headWidth) await load();
}

/**
 * The picture as the head takes it.
 *
 * @throws PapertabError `part-missing`
 */
export async function fitted(bitmap: Bitmap, headWidth: number): Promise<Bitmap> {
  if (bitmap.width === headWidth) return bitmap;
  const { fitToHead } = await load();
  return fitToHead(bitmap, headWidth);
}

function load(): Promise<typeof import('../imaging/fit.ts')> {
  return import('../imaging/fit.ts').catch(partMissing);
}
