import { describe, expect, it } from 'vitest';
import { fileStamp, formatDuration, formatLength, formatSpan, formatWhen } from './format.ts';
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

describe('how long something took', () => {
  const minute = 60_000;

  it('is said in its two largest units, and is at least a minute', () => {
    const said = [(3 * 60 + 12) * minute, 60 * minute, 20_000, (2 * 24 * 60 + 5) * minute, 26 * 60 * minute];
    expect(said.map(formatDuration)).toEqual(['3 hours 12 minutes', '1 hour', '1 minute', '2 days', '1 day 2 hours']);
  });

  it('is told from when to when, with the day where that is another one', () => {
    const at = (day: number, hour: number): number => new Date(2026, 4, day, hour, 5).getTime();
    expect(formatSpan(at(1, 9), at(1, 22))).toEqual(['09:05', '22:05']);
    expect(formatSpan(at(1, 22), at(2, 1))).toEqual(['1 May, 22:05', '2 May, 01:05']);
  });
});
