import type { Bitmap } from '../bitmap.ts';
import { BOLT_ROWS, drawBolt } from './bolt.ts';
import { DOT_ROWS, drawDot } from './dot.ts';
import type { FaceId } from './faces.ts';
import { drawHum, HUM_ROWS } from './hum.ts';
import { drawMoss, MOSS_ROWS } from './moss.ts';
import { drawNell, NELL_ROWS } from './nell.ts';
import { drawPip, PIP_ROWS } from './pip.ts';
import { Stamp } from './stamp.ts';

const FACES: { readonly [Face in FaceId]: readonly [rows: number, draw: (stamp: Stamp) => void] } = {
  pip: [PIP_ROWS, drawPip],
  dot: [DOT_ROWS, drawDot],
  nell: [NELL_ROWS, drawNell],
  bolt: [BOLT_ROWS, drawBolt],
  moss: [MOSS_ROWS, drawMoss],
  hum: [HUM_ROWS, drawHum],
};

/**
 * Draws one of the faces of this project: 384 dots wide, 140 to 240 rows, upright, standing a few white rows above its
 * lower edge. The same dots every time.
 */
export function drawFace(id: FaceId): Bitmap {
  const [rows, draw] = FACES[id];
  const stamp = new Stamp(rows);
  draw(stamp);
  return stamp.bitmap;
}
