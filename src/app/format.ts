import { LOCALE, words } from './words.ts';

const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const dayAndTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const longDay = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long' });
const shortDayAndTime = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const time = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short' });
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

/** How long something took, in its two largest units: "3 hours 12 minutes". At least a minute. */
export function formatDuration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE));
  const parts = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const;
  const first = parts.findIndex(([, count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => new Intl.NumberFormat(LOCALE, { style: 'unit', unit, unitDisplay: 'long' }).format(count))
    .join(' ');
}

/** Two points in time (Unix milliseconds), with the day where they are not of the same one. */
export function formatSpan(from: number, to: number): readonly [string, string] {
  const format = formatDay(from) === formatDay(to) ? time : shortDayAndTime;
  return [format.format(from), format.format(to)];
}

/** A point in local time as part of a file name: `2026-05-01-1412`. */
export function fileStamp(at: number): string {
  const date = new Date(at);
  const pad = (n: number): string => String(n).padStart(2, '0');
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day}-${pad(date.getHours())}${pad(date.getMinutes())}`;
}
