import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Bitmap, blackShare, bytesPerRow, isBlack } from '../bitmap.ts';
import { drawFace } from './draw-face.ts';
import { drawNotice } from './draw-notice.ts';
import { FACE_IDS, isFaceId } from './faces.ts';

const NOTICES = ['nothing-to-print', 'cannot-see-bridge', 'cannot-see-internet'] as const;
const PICTURES: [string, () => Bitmap, number][] = [
  ...FACE_IDS.map((id): [string, () => Bitmap, number] => [id, () => drawFace(id), 240]),
  ...NOTICES.map((what): [string, () => Bitmap, number] => [what, () => drawNotice(what), 260]),
];

/** Of the dots of each picture: whoever redraws one looks at it and then writes down the new one. */
const HASHES: Readonly<Record<string, string>> = {
  pip: '55f8be24085f11f6',
  dot: '479f6d164582e1b0',
  nell: '3b474f3ccfeef02c',
  bolt: '86bc9af59e953f09',
  moss: 'af09384a7fe24656',
  hum: '33e2ed45bfa3ce98',
  'nothing-to-print': 'afd4206b765db839',
  'cannot-see-bridge': 'd322b3c79024988a',
  'cannot-see-internet': 'd61aa44e8d609ac3',
};

describe.each(PICTURES)('the picture %s', (name, draw, mostRows) => {
  it('is as wide as the paper and no longer than it should be', () => {
    const picture = draw();
    expect(picture.width).toBe(384);
    expect(picture.height).toBeGreaterThanOrEqual(140);
    expect(picture.height).toBeLessThanOrEqual(mostRows);
    expect(picture.data.length).toBe(bytesPerRow(384) * picture.height);
  });

  it('is the same every time', () => {
    const picture = draw();
    expect(hash(draw())).toBe(hash(picture));
    expect(hash(picture)).toBe(HASHES[name]);
  });

  it('has as much black as a head prints well', () => {
    const share = blackShare(draw());
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.35);
  });

  it('stands in the paper: white at both sides, above and where it is torn, but not far above that', () => {
    const picture = draw();
    const rows = Array.from({ length: picture.height }, (_, y) => y).filter((y) => hasBlack(picture, y, 0, 384));
    expect(rows.at(0)).toBeGreaterThanOrEqual(1);
    expect(rows.at(-1)).toBeLessThanOrEqual(picture.height - 5);
    expect(rows.at(-1)).toBeGreaterThanOrEqual(picture.height - 20);
    for (const y of rows) {
      expect(hasBlack(picture, y, 0, 16)).toBe(false);
      expect(hasBlack(picture, y, 368, 384)).toBe(false);
    }
  });
});

it('draws six faces and three notices that differ', () => {
  expect(new Set(PICTURES.map(([, draw]) => hash(draw()))).size).toBe(9);
});

it('knows a face by its id', () => {
  expect(FACE_IDS.every(isFaceId)).toBe(true);
  expect(['none', 'server', '', undefined, 0].some(isFaceId)).toBe(false);
});

function hasBlack(picture: Bitmap, y: number, from: number, to: number): boolean {
  for (let x = from; x < to; x++) if (isBlack(picture, x, y)) return true;
  return false;
}

function hash(picture: Bitmap): string {
  return createHash('sha256')
    .update(`${picture.width} ${picture.height} `)
    .update(picture.data)
    .digest('hex')
    .slice(0, 16);
}
