import { type Bitmap, createBitmap } from '../../../src/imaging/bitmap.ts';
import { Random } from '../random.ts';

/** A picture of `rows` rows that is the same every time: text-like, noise, white, or black. */
export function picture(rows: number, kind: 'text' | 'noise' | 'white' | 'black', width = 384): Bitmap {
  const bitmap = createBitmap(width, rows);
  const random = new Random(rows, width);
  const { data } = bitmap;
  for (let i = 0; i < data.length; i++) {
    if (kind === 'noise') data[i] = random.next();
    else if (kind === 'black') data[i] = 0xff;
    else if (kind === 'text' && random.once(6)) data[i] = random.next() & random.next();
  }
  return bitmap;
}
