import { BLACK, type Stamp, WHITE } from './stamp.ts';

export const PIP_ROWS = 212;

/** A wren with its tail up, who has seen something. */
export function drawPip(s: Stamp): void {
  // Legs and feet, one step ahead of the other.
  s.line('M196 168 190 198M190 198 170 204M190 198 208 204', 5.5);
  s.line('M222 166 226 192M226 192 210 198M226 192 248 198', 5.5);
  // Tail.
  s.fill('M150 148 92 66 108 60 112 70 122 50 136 54 180 116Z');
  s.line('M106 74 152 136M122 66 160 122', 4, 2, WHITE);
  // Body and tuft.
  s.fill('B234 32 264 44 276 72 274 108 262 140 230 166 188 172 148 156 132 132 150 112 182 94 196 66 208 42');
  s.line('M228 38Q218 22 202 22', 7, 2);
  s.line('M236 36Q232 16 218 8', 7, 2);
  s.line('M244 38Q248 20 240 8', 6, 2);
  // Breast.
  s.fill('B266 100 258 132 232 154 196 162 182 154 214 142 240 120 254 96', WHITE);
  s.line('M256 108 252 114M242 124 238 130M252 130 248 136M226 140 222 144M238 146 232 150M208 152 202 154', 4, 3);
  // Wing.
  s.line('B196 98 214 112 208 132 186 146 146 150 122 144 122 144 154 130 176 104', 4, 4, WHITE);
  s.line('M198 116R192 130 164 140', 4, 2, WHITE);
  s.line('M186 112R178 124 156 136', 4, 2, WHITE);
  // Eye, with a brow that wrens have.
  s.fill('O244 66 13', WHITE);
  s.fill('O247 66 7.5', BLACK);
  s.fill('O250 62.5 2.5', WHITE);
  s.line('M222 56R232 46 250 44 262 50', 3, 5, WHITE);
  // Beak.
  s.shape('M270 64 312 60 274 76Z', 4);
  s.fill('M274 80 300 78 272 88Z');
  s.line('M274 80 300 78 272 88Z', 4);
}
