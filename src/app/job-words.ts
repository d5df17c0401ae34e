import type { EngineState } from '../engine/api.ts';
import type { Job } from '../jobs/job.ts';
import { onlyScreen, paperOf } from './paper-printers.ts';
import { printerName } from './printers/printer-names.ts';
import { words } from './words.ts';

/** What a job is called. For a reprint, `original` is the job that it repeats, where the page knows it. */
export function titleOf(job: Job, original?: Job): string {
  const { origin } = job;
  if (origin.kind === 'delivery') return words.job.delivery;
  if (origin.kind === 'button') return words.job.shows[origin.shows];
  switch (origin.source) {
    case 'greeting':
      return words.job.greeting;
    case 'note':
      return origin.title ? words.job.titled(origin.title) : words.job.note;
    case 'picture':
      return origin.title ? words.job.titled(origin.title) : words.job.picture;
    case 'test':
      return words.job.test;
    case 'reprint':
      return original ? words.job.reprintOf(titleOf(original)) : words.job.reprint;
    case 'inverted-reprint':
      return original ? words.job.invertedOf(titleOf(original)) : words.job.inverted;
  }
}

/** The job that a reprint repeats, if the page knows it. */
export function originalOf(job: Job, known: readonly Job[]): Job | undefined {
  const { origin } = job;
  if (origin.kind !== 'local' || origin.of === undefined) return undefined;
  return known.find((other) => other.id === origin.of);
}

/** Whom a job is from. */
export function senderOf(job: Job): string {
  return words.job.from[job.origin.kind];
}

/** The name of the paper printer that a job is for; undefined where there is only the screen, or it has been forgotten. */
export function printerOf(state: EngineState, job: Job): string | undefined {
  const printer = onlyScreen(state) ? undefined : paperOf(state, job.paperPrinter);
  return printer && printerName(printer);
}

/** That a job was interrupted: printed again, or still to be. */
export function interruptionOf({ state }: Job): string {
  return state === 'printed' ? words.paper.interrupted : words.paper.beginsAgain;
}

/** The state of a job in words. */
export function stateOf(job: Job): string {
  return words.job.states[job.state];
}

/** The first words of a note, as its title in the history. */
export function noteTitle(text: string): string | undefined {
  const line = text.trim().split('\n', 1)[0]?.trim() ?? '';
  if (line === '') return undefined;
  const letters = [...line];
  return letters.length <= 40 ? line : `${letters.slice(0, 39).join('').trimEnd()}…`;
}
