import { BLACK, type Stamp, WHITE } from './stamp.ts';

export const MOSS_ROWS = 206;

/** A hedge in boots. It hopes that nobody sees it. */
export function drawMoss(s: Stamp): void {
  // Boots.
  s.line('M160 160 158 186', 8);
  s.line('M226 160 230 186', 8);
  s.fill('M148 180 168 180 168 198 134 198C132 188 142 188 148 180Z');
  s.fill('M220 180 240 180C246 188 258 188 256 198L220 198Z');
  s.line('M136 192 166 192M222 192 254 192', 3, 3, WHITE);
  // The flower's stalk.
  s.line('M252 60Q258 36 276 30', 5, 4);
  // Leaves all round.
  s.fill('B110 62 150 50 194 54 238 48 274 60 282 100 278 146 240 160 194 156 148 162 112 148 104 104');
  for (let i = 0; i < 26; i++) {
    // Each leans to another side than the next.
    const around = i * 13.85 + 4;
    const lean = ((i * 7) % 5) * 15 - 30;
    const [x, y] = edge(around);
    leaf(s, 193 + 84 * x, 104 + 50 * y, around + lean, 30, 9);
    if (i % 3 === 0) continue;
    const depth = 56 + ((i * 5) % 11);
    leaf(s, 193 + 1.14 * depth * x, 104 + 0.68 * depth * y, around + 2 * lean, 22, 6.5, WHITE);
    leaf(s, 193 + 1.14 * depth * x, 104 + 0.68 * depth * y, around + 2 * lean, 13, 1.2);
  }
  // Eyes, one lid lower than the other.
  s.fill('O164 98 33 31');
  s.fill('O226 96 31 29');
  s.fill('O166 98 24', WHITE);
  s.fill('O224 96 22', WHITE);
  s.fill('O176 100 11 12');
  s.fill('O234 98 11 12');
  s.fill('O180 95 3.6', WHITE);
  s.fill('O238 93 3.6', WHITE);
  s.fill('M140 88Q166 70 192 86L192 68 140 68Z', BLACK);
  // A small mouth.
  s.fill('O198 138 24 10');
  s.line('M184 136R192 140 202 140 212 134', 4, 4, WHITE);
  // The flower.
  for (let i = 0; i < 7; i++) {
    const angle = (i * 2 * Math.PI) / 7 - 0.3;
    s.shape(`O${284 + 12 * Math.cos(angle)} ${24 + 12 * Math.sin(angle)} 7`, 4);
  }
  s.fill('O284 24 8', WHITE);
  s.fill('O284 24 6');
}

/** A pointed leaf that begins at a place and grows at an angle: its length and half its width in dots. */
function leaf(s: Stamp, x: number, y: number, angle: number, length: number, half: number, tone = BLACK): void {
  const turn = (angle * Math.PI) / 180;
  const at = (along: number, aside: number) =>
    `${x + along * Math.cos(turn) - aside * Math.sin(turn)} ${y + along * Math.sin(turn) + aside * Math.cos(turn)}`;
  s.fill(`M${at(0, 0)}Q${at(length / 2, 2 * half)} ${at(length, 0)}Q${at(length / 2, -2 * half)} ${at(0, 0)}Z`, tone);
}

/** Where a hedge ends: something between a circle and a box, 2 by 2 around its middle. */
function edge(angle: number): readonly [x: number, y: number] {
  const turn = (angle * Math.PI) / 180;
  const box = (value: number) => Math.sign(value) * Math.abs(value) ** 0.75;
  return [box(Math.cos(turn)), box(Math.sin(turn))];
}
