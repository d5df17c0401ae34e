import { describe, expect, it } from 'vitest';
import { readPicture } from '../../test/support/wire.ts';
import { type Bitmap, blacken, createBitmap, isBlack } from './bitmap.ts';
import { toDotRows } from './dot-rows.ts';
import { findEdges } from './edges.ts';
import { KERNELS } from './kernels.ts';
import { findTextures } from './texture.ts';

/** Of the blocks that are not all one colour, the share that is taken for a texture. */
function textured(bitmap: Bitmap): number {
  const dots = toDotRows(bitmap);
  const textures = findTextures(findEdges(dots, bitmap.width));
  let blocks = 0;
  let found = 0;
  for (let y = 0; y < bitmap.height >> 1; y++) {
    for (let x = 0; x < bitmap.width >> 1; x++) {
      const four = [0, 1, 2, 3].map((i) => isBlack(bitmap, 2 * x + (i & 1), 2 * y + (i >> 1)));
      if (four.every((dot) => dot === four[0])) continue;
      blocks++;
      found += textures[y * 16 * dots.words + x]!;
    }
  }
  return found / Math.max(blocks, 1);
}

function draw(black: (x: number, y: number) => boolean): Bitmap {
  const bitmap = createBitmap(96, 96);
  for (let i = 0; i < 96 * 96; i++) if (black(i % 96, Math.floor(i / 96))) blacken(bitmap, i % 96, Math.floor(i / 96));
  return bitmap;
}

describe('textures', () => {
  it('are the tones that Floyd and Steinberg dithered, light, middle and dark', () => {
    for (let tone = 8; tone <= 248; tone += 8) {
      expect(textured(KERNELS['floyd-steinberg'](new Uint8Array(192 * 192).fill(tone), 192, 192))).toBeGreaterThan(
        0.98,
      );
    }
  });

  it.each(['02-text.png', '03-html.png', '25-tall-html.png'])('are not the letters of %s', async (name) => {
    expect(textured(await readPicture(name))).toBeLessThan(0.02);
  });

  it('are not lines, upright, level or oblique, thin or thick', () => {
    for (const line of [1, 2, 3]) {
      for (const period of [2 * line, 2 * line + 1, 12]) {
        expect(textured(draw((x) => x % period < line))).toBe(0);
        expect(textured(draw((_, y) => y % period < line))).toBe(0);
      }
      expect(textured(draw((x, y) => (x + y) % 32 < line))).toBe(0);
    }
  });
});
