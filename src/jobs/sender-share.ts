import { type Bitmap, blackShare, bytesPerRow } from '../imaging/bitmap.ts';

/**
 * The share of black dots, 0 to 1, of what the sender sent.
 *
 * @param faceRows rows at the foot of the picture that are not the sender's
 */
export function senderShare(picture: Bitmap, faceRows: number): number {
  const height = Math.max(picture.height - faceRows, 0);
  return blackShare({ ...picture, height, data: picture.data.subarray(0, height * bytesPerRow(picture.width)) });
}
