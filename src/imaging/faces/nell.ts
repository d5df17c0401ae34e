import { hatch, type Stamp, WHITE } from './stamp.ts';

export const NELL_ROWS = 232;

/** Middle and radius of each curl, those at the back first. */
const CURLS = [
  [126, 128, 22],
  [260, 126, 23],
  [116, 96, 24],
  [270, 92, 25],
  [134, 62, 26],
  [256, 58, 26],
  [160, 42, 25],
  [232, 38, 25],
  [196, 28, 24],
  [134, 154, 17],
] as const;

/** Somebody with curls and large glasses, and a jumper knitted at home. */
export function drawNell(s: Stamp): void {
  for (const [x, y, r] of CURLS) s.fill(`O${x} ${y} ${r}`);
  s.fill('O248 152 18');
  s.fill('O194 84 66 56');
  // Shoulders.
  s.shape('M102 222C104 192 132 184 166 180L226 180C258 184 284 194 288 222Z', 6);
  for (let x = 114; x < 266; x += 16)
    s.fill(`M${x} 206L${x + 8} 194 ${x + 16} 206 ${x + 6} 219 ${x - 6} 219Z`, hatch(6, 3, -1));
  // Neck and collar.
  s.shape('M172 150 172 184Q196 200 220 184L218 150Z', 5);
  s.line('M176 172Q196 178 214 162', 4, 2);
  s.line('M166 182Q196 210 226 182', 7);
  // Face.
  s.shape('B194 68 228 78 244 108 236 142 214 166 192 170 170 164 150 140 144 108 160 78', 6);
  // Fringe over it.
  for (const [x, y, r] of [
    [166, 68, 17],
    [192, 60, 18],
    [220, 66, 18],
    [238, 84, 13],
    [148, 88, 13],
  ]) {
    s.fill(`O${x} ${y} ${r}`);
  }
  // Each curl is cut by its own swirl.
  for (const [x, y, r] of [...CURLS, [167, 68, 16], [194, 64, 16], [221, 67, 16]] as const) {
    s.line(swirl(x, y, r * 0.66), 3.8, 2.4, WHITE);
  }
  // Glasses, eyes that look aside.
  s.shape('O170 114 21 20', 6);
  s.shape('O220 112 21 20', 6);
  s.line('M190 110Q196 104 200 108', 5);
  s.fill('O175 115 6 8');
  s.fill('O225 113 6 8');
  s.fill('O177 112 2 2.6', WHITE);
  s.fill('O227 110 2 2.6', WHITE);
  s.line('M158 112 166 102M208 110 216 100', 3);
  // Nose, mouth and a spot.
  s.line('M196 120Q206 134 194 136', 4.5);
  s.line('M178 146R190 154 206 152 216 144', 5);
  s.fill('O224 142 2.6');
  // Earring.
  s.shape('O248 152 7 9', 4.5);
}

/** One turn and a half inwards, begun at another side in every curl. */
function swirl(x: number, y: number, radius: number): string {
  const begin = x * 0.9 + y;
  const points = Array.from({ length: 11 }, (_, i) => {
    const reach = radius * (1 - i / 11.5);
    const angle = begin + i * 0.9;
    return `${x + reach * Math.cos(angle)} ${y + reach * Math.sin(angle)}`;
  });
  return `M${points[0]}R${points.slice(1).join(' ')}`;
}
