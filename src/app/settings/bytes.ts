import { LOCALE } from '../words.ts';

const MB = 1_000_000;
const GB = 1_000 * MB;

const whole = new Intl.NumberFormat(LOCALE);
const unit = (name: 'kilobyte' | 'megabyte' | 'gigabyte', digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(LOCALE, { style: 'unit', unit: name, maximumFractionDigits: digits });
const kilobytes = unit('kilobyte', 0);
const megabytes = unit('megabyte', 1);
const gigabytes = unit('gigabyte', 1);

/** A number as people write it: `10,000`. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** A size in bytes as people say it: `12.5 MB`, of thousands as drives are sold. */
export function formatBytes(bytes: number): string {
  if (bytes >= GB) return gigabytes.format(bytes / GB);
  if (bytes >= MB) return megabytes.format(bytes / MB);
  return kilobytes.format(Math.ceil(bytes / 1_000));
}
