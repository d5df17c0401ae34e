import type { Bitmap } from '../bitmap.ts';
import { write } from './letters.ts';
import { drawNoBridge, drawNoInternet, drawNothing } from './notice-pictures.ts';
import { Stamp } from './stamp.ts';

/** What a press of the button says when there is no message. */
type Notice = 'nothing-to-print' | 'cannot-see-bridge' | 'cannot-see-internet';

const NOTICES: { readonly [N in Notice]: readonly [draw: (stamp: Stamp) => void, ...lines: string[]] } = {
  'nothing-to-print': [drawNothing, 'Nothing to print'],
  'cannot-see-bridge': [drawNoBridge, 'I cannot see', 'the bridge'],
  'cannot-see-internet': [drawNoInternet, 'I cannot see', 'the internet'],
};

/** Rows of the picture, with the white below it, and of a line of words. */
const PICTURE_ROWS = 172;
const LINE_ROWS = 44;
const LETTER_SCALE = 0.86;
const LETTER_WIDTH = 4.6;

/**
 * Draws what the button prints when it has no message to print: a small picture and words, 384 dots wide, at most 260 rows,
 * upright. The same dots every time.
 */
export function drawNotice(what: Notice): Bitmap {
  const [draw, ...lines] = NOTICES[what];
  const stamp = new Stamp(PICTURE_ROWS + lines.length * LINE_ROWS);
  draw(stamp);
  lines.forEach((line, i) => {
    write(stamp, line, PICTURE_ROWS + i * LINE_ROWS, LETTER_SCALE, LETTER_WIDTH);
  });
  return stamp.bitmap;
}
