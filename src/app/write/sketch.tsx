import type { JSX } from 'preact';

/** A sun over hills in a few large dots: what the printer makes of a photo. */
const ROWS = [
  '............................',
  '............................',
  '...................####.....',
  '..................######....',
  '..................######....',
  '..................######....',
  '..................######....',
  '...................####.....',
  '.....#......................',
  '.#.#..##.#..#...............',
  '.#.##..#.##..#..............',
  '#.#.##.##.##.#.##...#######.',
  '#.##.##.##.##.#..###########',
  '##########.#################',
  '###.########################',
  '############################',
];

const DOT = 4;
/** Paper around the dots. */
const MARGIN = 10;
const WIDTH = ROWS[0]!.length * DOT + 2 * MARGIN;
const HEIGHT = ROWS.length * DOT + 2 * MARGIN;
const TEETH = 22;

const DOTS = ROWS.flatMap((row, y) =>
  [...row].map((mark, x) => (mark === '#' ? `M${MARGIN + x * DOT} ${MARGIN + y * DOT}h3.4v3.4h-3.4z` : '')),
).join('');

const PAPER = `M0 0H${WIDTH}V${HEIGHT}${`l${-WIDTH / TEETH / 2} -3l${-WIDTH / TEETH / 2} 3`.repeat(TEETH)}z`;

/** A little print, for where there is none yet. */
export function Sketch(): JSX.Element {
  return (
    <svg class="sketch" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <path class="sketch-paper" d={PAPER} />
      <path class="sketch-dots" d={DOTS} />
    </svg>
  );
}
