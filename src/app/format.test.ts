import { expect, it } from 'vitest';
import { fileStamp, formatLength, formatWhen } from './format.ts';
import { hrefOf, PLACES, placeOf } from './routes.ts';

const NOW = new Date(2026, 10, 21, 14, 5).getTime();

it('gives lengths of paper in centimetres', () => {
  expect(formatLength(384, 8)).toBe('4.8 cm');
  expect(formatLength(10_000, 8)).toBe('125.0 cm');
});

it('says when in the words that people use', () => {
  expect(formatWhen(NOW - 20_000, NOW)).toBe('just now');
  expect(formatWhen(NOW - 4 * 60_000, NOW)).toBe('4 minutes ago');
  expect(formatWhen(NOW - 3 * 3_600_000, NOW)).toBe('3 hours ago');
  expect(formatWhen(NOW - 3 * 86_400_000, NOW)).toBe('18 Nov 2026, 14:05');
  // A clock that was set back must not speak of the future.
  expect(formatWhen(NOW + 5_000, NOW)).toBe('just now');
});

it('makes stamps that sort', () => {
  expect(fileStamp(NOW)).toBe('2026-11-21-1405');
});

it('finds every place from its own link, and the paper from anything else', () => {
  for (const place of PLACES) expect(placeOf(hrefOf(place))).toBe(place);
  for (const hash of ['', '#', '#/nonsense', '#write-something']) expect(placeOf(hash)).toBe('paper');
  expect(placeOf('#/history?from=2')).toBe('history');
});
