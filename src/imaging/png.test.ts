import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmaps } from '../../test/support/arbitraries.ts';
import { PICTURE_FRAMES, readPicture, readPng } from '../../test/support/wire.ts';
import { createBitmap } from './bitmap.ts';
import { encodePng } from './png.ts';

describe('a PNG', () => {
  it('has the dots of its bitmap, whatever the width', async () => {
    await fc.assert(
      fc.asyncProperty(bitmaps(), async (bitmap) => {
        expect(await readPng(await encodePng(bitmap))).toEqual(bitmap);
      }),
    );
  });

  it('of a page that a server sent is no larger than twice that of the sender', async () => {
    const { data, ...size } = await readPicture('02-text.png');
    const file = await encodePng({ ...size, data });
    expect(await readPng(file)).toEqual({ ...size, data });
    expect(file.length).toBeLessThan(2 * 2344);
  });

  it('can be as tall as a picture can be', async () => {
    const tallest = PICTURE_FRAMES.find(({ size }) => size[0]![1] === 10_000)!;
    const picture = await readPicture(tallest.images[0]!);
    expect(Buffer.compare((await readPng(await encodePng(picture))).data, picture.data)).toBe(0);
  });

  it('is of one bit a dot', async () => {
    const file = await encodePng(createBitmap(384, 5));
    const view = new DataView(file.buffer);
    expect([view.getUint32(16), view.getUint32(20), file[24], file[25]]).toEqual([384, 5, 1, 0]);
  });

  it('of nothing does not exist', async () => {
    await expect(encodePng(createBitmap(384, 0))).rejects.toMatchObject({ code: 'picture-size' });
    await expect(encodePng(createBitmap(0, 3))).rejects.toMatchObject({ code: 'picture-size' });
  });
});
