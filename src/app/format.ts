import { LOCALE, words } from './words.ts';

const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const dayAndTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const longDay = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long' });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The length of so many rows of paper, in centimetres. */
export function formatLength(rows: number, dotsPerMm: number): string {
  return words.format.centimetres(oneDecimal.format(rows / dotsPerMm / 10));
}

/** So many dots in whole millimetres, without the unit. */
export function formatMillimetres(dots: number, dotsPerMm: number): string {
  return String(Math.round(dots / dotsPerMm));
}

/** A point in time (Unix milliseconds) as people say it: "4 minutes ago" for the last hours, else day and time. */
export function formatWhen(at: number, now: number): string {
  const ago = now - at;
  if (ago < MINUTE) return words.format.now;
  if (ago < HOUR) return relative.format(-Math.floor(ago / MINUTE), 'minute');
  if (ago < 6 * HOUR) return relative.format(-Math.floor(ago / HOUR), 'hour');
  return dayAndTime.format(at);
}

/** Day and time of a point in time (Unix milliseconds). */
export function formatDayAndTime(at: number): string {
  return dayAndTime.format(at);
}

/** Day of a point in time (Unix milliseconds), as on paper. */
export function formatDay(at: number): string {
  return longDay.format(at);
}

/** A point in local time as part of a file name: `2026-05-01-1412`. */
export function fileStamp(at: number): string {
  const date = new Date(at);
  const pad = (n: number): string => String(n).padStart(2, '0');
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day}-${pad(date.getHours())}${pad(date.getMinutes())}`;
}
