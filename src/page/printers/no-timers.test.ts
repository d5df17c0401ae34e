import { describe, expect, it } from 'vitest';
import { filesBelow, readOutside, readProjectFile } from '../../../test/support/source-files.ts';

/** What the page runs while it prints. */
const ROOTS = filesBelow('src/page/printers').filter(
  (path) => /\.ts$/.test(path) && !/\.test\.ts$|\/testing\//.test(path),
);

/** Where a person waits before the page, which is in view then; and the clock that this alone may import. */
const IN_VIEW = ['src/page/printers/feed-port.ts', 'src/clock.ts'];

const TIMERS = [
  'setTimeout',
  'setInterval',
  'requestAnimationFrame',
  'requestIdleCallback',
  'scheduler',
  'systemClock',
];

/** The files that are loaded with the roots. */
function loaded(): string[] {
  const all = new Set(ROOTS);
  for (const path of all) {
    for (const { target, typeOnly } of readOutside(path, readProjectFile(path)).imports) {
      if (target !== undefined && !typeOnly) all.add(target);
    }
  }
  return [...all];
}

/** Whether a file uses time, other than that of a clock that is handed in. */
function usesTime(path: string): boolean {
  const source = readProjectFile(path);
  const { globals } = readOutside(path, source);
  return (
    TIMERS.some((name) => globals.has(name)) ||
    /AbortSignal\.timeout|from '[^']*\/clock\.ts'/.test(withoutTypes(source))
  );
}

function withoutTypes(source: string): string {
  return source.replace(/^import type .*$/gm, '');
}

describe('the page’s part in printing', () => {
  it('is more than its own files', () => {
    expect(loaded()).toEqual(
      expect.arrayContaining([
        'src/printers/transports/bluetooth.ts',
        'src/printers/transports/pipe-server.ts',
        'src/printers/transports/write-queue.ts',
      ]),
    );
  });

  it.each(loaded().filter((path) => !IN_VIEW.includes(path)))(
    '%s has no timer: hidden pages’ timers stand still',
    (path) => {
      expect(usesTime(path)).toBe(false);
    },
  );

  it('is looked through with eyes that see timers', () => {
    expect(usesTime('src/clock.ts')).toBe(true);
    expect(IN_VIEW.every(usesTime)).toBe(true);
  });
});
