import { expect, it } from 'vitest';
import { blacken, createBitmap, invert } from '../../imaging/bitmap.ts';
import { makeThumbnail } from './thumbnail.ts';

it('counts the dots under each pixel', () => {
  const bitmap = createBitmap(7, 4);
  blacken(bitmap, 0, 0);
  blacken(bitmap, 2, 2);
  blacken(bitmap, 6, 3);
  const { width, height, ink } = makeThumbnail(bitmap);
  expect([width, height]).toEqual([3, 2]);
  expect([...ink]).toEqual([56, 0, 0, 0, 0, 28]);
});

it('is quite black where the picture is, and shows no more than the head of a long one', () => {
  const { width, height, ink } = makeThumbnail(invert(createBitmap(384, 10_000)));
  expect([width, height]).toEqual([128, 160]);
  expect(Math.min(...ink)).toBeGreaterThan(250);
});
