import { dots, hatch, type Stamp, WHITE } from './stamp.ts';

export const BOLT_ROWS = 220;

/** A robot that winks; its aerial has been sat on. */
export function drawBolt(s: Stamp): void {
  // Aerial, with what it receives.
  s.line('M214 52 218 38 204 30 216 17', 5);
  s.fill('O218 14 9');
  s.fill('O215 11 2.5', WHITE);
  s.line('M236 8Q242 15 236 24M248 5Q256 17 248 30', 4);
  // Ears.
  s.shape('M98 86 116 84 116 126 98 124Z', 5, hatch(5, 2));
  s.shape('M270 80 288 82 288 122 270 122Z', 5, hatch(5, 2));
  s.line('M92 94 92 116M294 90 294 114', 6);
  // Neck and shoulders.
  s.shape('M160 152 226 152 226 178 160 178Z', 5);
  s.line('M158 162 228 160M158 170 228 168', 4);
  s.shape('M104 210C104 186 124 176 152 176L236 176C264 176 284 186 284 210Z', 6);
  s.fill('M234 202C222 194 222 186 228 186C232 186 234 188 234 190C234 188 236 186 240 186C246 186 246 194 234 202Z');
  s.line('M132 192 164 192M132 200 156 200', 4);
  // Head, its lid on top.
  s.shape(
    'M134 52 252 48C264 48 270 54 270 66L274 136C274 148 268 154 256 154L132 156C120 156 114 150 114 138L116 70C116 58 122 52 134 52Z',
    6,
  );
  s.fill('M134 52 252 48C264 48 270 54 270 66L270 72 116 74 116 70C116 58 122 52 134 52Z');
  for (const at of ['132 64', '164 63', '196 62', '228 61', '256 60']) s.fill(`O${at} 3.4`, WHITE);
  // The eye that is open, and the one that winks.
  s.shape('O160 105 23', 6);
  s.fill('O164 105 12');
  s.fill('O168 100 4', WHITE);
  s.line('M208 108Q226 90 246 104', 6);
  s.line('M212 92Q228 80 244 88', 4, 3);
  // Nose, mouth with its grille, one warm cheek.
  s.fill('M198 112 204 122 190 122Z');
  s.shape('M166 132C190 138 210 136 232 128C234 142 224 146 200 146C178 148 168 144 166 132Z', 5);
  s.line('M184 134 184 146M200 136 200 146M216 134 214 144', 4);
  s.fill('O250 128 11 8', dots(5, 1.5));
}
