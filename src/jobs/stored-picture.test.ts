import { describe, expect, it } from 'vitest';
import { createBitmap } from '../imaging/bitmap.ts';
import { packPicture, unpackPicture } from './stored-picture.ts';

function speckled(width: number, height: number) {
  const bitmap = createBitmap(width, height);
  for (let i = 0; i < bitmap.data.length; i++) bitmap.data[i] = (i * 37) & 0xff;
  return bitmap;
}

describe('a kept picture', () => {
  it('comes back dot for dot, and takes less room', async () => {
    const bitmap = speckled(384, 300);
    const packed = await packPicture(bitmap);
    expect(packed.bytes.length).toBeLessThan(bitmap.data.length / 4);
    expect(await unpackPicture(packed)).toEqual(bitmap);
  });

  it('is refused when it is missing or damaged in any way', async () => {
    const good = await packPicture(speckled(384, 300));
    const flipped = good.bytes.slice();
    flipped[5]! ^= 0xff;
    const damaged = [
      undefined,
      null,
      'text',
      {},
      { ...good, width: -8 },
      { ...good, width: 5_000 },
      { ...good, height: 10_001 },
      { ...good, height: 299 },
      { ...good, height: 301 },
      { ...good, height: 2.5 },
      { ...good, encoding: 'gzip' },
      { ...good, bytes: [1, 2, 3] },
      { ...good, bytes: good.bytes.slice(0, 10) },
      { ...good, bytes: flipped },
    ];
    for (const stored of damaged) {
      await expect(unpackPicture(stored)).rejects.toMatchObject({ code: 'job-picture' });
    }
  });

  it('cannot grow beyond its size when it is unpacked', async () => {
    const bomb = await packPicture(createBitmap(384, 10_000));
    await expect(unpackPicture({ ...bomb, height: 1 })).rejects.toMatchObject({ code: 'job-picture' });
  });
});
