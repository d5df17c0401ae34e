import type { LogEntry } from '../../jobs/log-entry.ts';
import type { Fact } from './facts.ts';

/** Bytes as people read them: pairs of hex digits with spaces between. */
export function spaced(hex: string): string {
  return hex.replace(/(..)(?=.)/g, '$1 ');
}

/** An entry as a line of text. Times are in UTC, so that they mean the same to whoever helps. */
export function lineOf({ at, epoch, kind, text, about, hex }: LogEntry): string {
  const parts = [new Date(at).toISOString(), `[${epoch}]`, kind.padEnd(7), text];
  if (about !== undefined) parts.push(`<${about}>`);
  if (hex !== undefined) parts.push(`| ${spaced(hex)}`);
  return parts.join(' ');
}

/** The whole log with what is known of the tab above it. */
export function textOf(facts: readonly Fact[], entries: readonly LogEntry[]): string {
  return [...facts.map(({ what, value }) => `${what}: ${value}`), '', ...entries.map(lineOf), ''].join('\n');
}
