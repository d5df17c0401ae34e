import { hatch, type Stamp, WHITE } from './stamp.ts';

export const DOT_ROWS = 214;

/** Somebody round with freckles, a leaf and one tooth, who waves. */
export function drawDot(s: Stamp): void {
  // Feet.
  s.fill('B150 188 172 186 176 202 146 204 138 198');
  s.fill('B214 188 234 186 248 198 238 204 210 202');
  // The arm that waves, and the other one.
  s.line('M262 132R288 122 300 100', 6);
  s.line('M300 100 294 86M300 100 304 84M300 100 314 92', 5);
  s.line('M312 66Q322 70 326 80M322 54Q336 60 340 74', 4);
  s.line('M116 134R96 144 86 168', 6);
  s.line('M86 168 76 176M86 168 84 182M86 168 94 178', 5);
  // Body.
  s.shape('B192 38 234 46 264 74 274 116 262 160 230 186 190 192 148 184 120 156 110 114 122 72 152 46', 6);
  // Shade, cut along the edge.
  s.line('M122 104Q120 130 130 150', 6, 2);
  s.line('M134 124Q136 148 150 166', 6, 2);
  s.line('M150 146Q156 164 172 176', 6, 2);
  s.line('M170 164Q180 176 198 180', 5, 2);
  // Stalk and leaves.
  s.line('M194 40Q196 28 190 18', 6, 5);
  s.fill('M190 22C176 -2 148 2 138 14C152 28 176 32 190 22Z');
  s.line('M182 18Q166 12 152 14', 3, 2, WHITE);
  s.shape('M192 22C196 4 216 0 234 6C228 24 208 32 192 22Z', 4, hatch(6, 2));
  // Eyes and brows.
  s.fill('O170 98 9 12.5');
  s.fill('O230 96 9 12.5');
  s.fill('O173 92 3.2 4', WHITE);
  s.fill('O233 90 3.2 4', WHITE);
  s.line('M156 76Q166 66 180 70', 5, 4);
  s.line('M220 66Q234 60 246 70', 4, 5);
  // Nose and freckles.
  s.line('M204 104Q210 114 200 116', 4);
  for (const at of ['150 118', '162 124', '152 131', '174 118', '228 118', '242 114', '236 126']) {
    s.fill(`O${at} 3.2`);
  }
  // A smile that is longer on one side.
  s.line('M168 132R186 146 212 148 242 132', 5.5);
  s.line('M234 128Q244 128 248 136', 4.5, 3.5);
  s.shape('M200 148 202 160 212 160 214 148Z', 4);
}
