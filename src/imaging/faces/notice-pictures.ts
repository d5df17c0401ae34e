import { dots, hatch, type Stamp, WHITE } from './stamp.ts';

/** An open envelope: all that was in it was a moth. */
export function drawNothing(s: Stamp): void {
  // The flap, and the dark inside.
  s.shape('M94 82 170 22 246 82Z', 6);
  s.fill('M104 84 170 32 236 84Z', hatch(6, 3, -1));
  // The envelope.
  s.shape('M94 82 170 128 246 82 246 152 94 152Z', 6);
  s.line('M98 148 148 112M242 148 192 112', 5);
  // The way that the moth took.
  s.line('M222 46Q230 42 232 36M238 26Q242 20 246 19', 4, 3.4);
  // The moth.
  s.shape('B292 40 292 40 310 16 332 18 330 36 308 46', 5, dots(7, 1.6));
  s.shape('B284 38 284 38 276 12 254 12 252 30 272 42', 5, dots(7, 1.6));
  s.shape('B294 44 294 44 314 50 312 66 296 62', 5);
  s.shape('B284 42 284 42 264 52 270 66 284 60', 5);
  s.fill('B286 28 294 30 296 50 290 66 284 50');
  s.line('M288 28Q282 16 276 8M290 28Q298 16 304 8', 4, 3);
}

/** A bridge that goes into a cloud, and somebody small before it. */
export function drawNoBridge(s: Stamp): void {
  // The bridge: its stones, and two arches.
  s.shape('M38 78 330 78 330 138 38 138Z', 6);
  s.fill('M38 84 330 84 330 138 38 138Z', hatch(9, 2));
  for (const x of [74, 166]) {
    const arch = `M${x} 140L${x} 128C${x} 92 ${x + 62} 92 ${x + 62} 128L${x + 62} 140`;
    s.line(arch, 18, 18, WHITE);
    s.fill(`${arch}Z`, WHITE);
    s.line(arch, 6);
    for (const [a, b] of [
      [-7, 116],
      [2, 102],
      [17, 92],
      [37, 90],
      [56, 98],
      [68, 112],
    ] as const) {
      s.fill(`O${x + a} ${b} 2.6`);
    }
  }
  s.line('M34 70 330 70', 5);
  s.line('M52 70 52 78M84 70 84 78M116 70 116 78M148 70 148 78M180 70 180 78', 5);
  // Water.
  s.line('M30 146Q42 140 54 146M66 148Q100 138 134 148M150 146Q184 138 222 146', 5, 4);
  s.line('M86 158Q104 152 122 158M166 156Q188 150 208 156', 4, 3);
  // The cloud that swallows it.
  s.shape(
    'B232 146 206 136 206 112 222 102 214 76 238 58 258 62 276 40 308 46 318 70 344 74 354 100 342 118 348 138 322 148 276 144',
    6,
  );
  s.line(
    'M236 84Q244 72 256 76M284 66Q298 56 306 70M318 100Q334 94 338 106M240 122Q250 114 262 122M286 124Q300 116 312 124',
    5,
    3,
  );
  // Somebody who looks for the other side.
  s.fill('B96 68 100 44 110 36 120 44 124 68');
  s.shape('O111 26 13 12', 5);
  s.fill('M96 22C98 8 120 6 124 20L138 22 138 26Z');
  s.fill('O116 29 2.4 2.8');
  s.line('M120 48 134 42 128 30', 5);
}

/** The world with its plug out, and a socket that is surprised. */
export function drawNoInternet(s: Stamp): void {
  // The world.
  s.shape('O128 74 60', 6);
  s.line('O128 74 26 60', 4);
  s.line('M128 14 128 134M68 74 188 74M78 44Q128 58 178 44M78 104Q128 90 178 104', 4);
  s.fill('B92 34 108 26 122 34 116 50 100 58 88 52');
  s.fill('B140 62 162 58 172 72 162 96 150 104 142 88');
  s.fill('B84 84 98 82 104 96 96 110 86 100');
  // Its cable and plug.
  s.line('M128 136R132 152 152 156 184 148 204 128 226 122', 6);
  s.fill('M224 112 242 108 248 132 230 136Z');
  s.line('M246 114 260 110M248 126 262 122', 5);
  // What is missing in between.
  s.line('M270 88 264 78M280 80 280 68M262 98 252 92', 4, 3);
  // The socket.
  s.shape('B302 70 340 70 352 82 352 122 340 134 302 134 290 122 290 82', 6);
  s.line('O321 102 21', 5);
  s.fill('O313 98 3.4 4.4');
  s.fill('O330 98 3.4 4.4');
  s.fill('O322 111 3.6 4.6');
}
