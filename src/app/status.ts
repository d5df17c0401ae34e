import type { EngineState, PaperPrinterView } from '../engine/api.ts';
import type { ErrorCode } from '../errors.ts';
import { heldBehind, heldJobs, type JobList, queueOf } from './job-list.ts';
import { currentPaper, papersInUse } from './paper-printers.ts';
import { words } from './words.ts';

/** How something stands, told by word and shape first, by colour second. */
export type Tone = 'off' | 'busy' | 'ready' | 'needs-you' | 'lost';

/** What a chip shows. */
export interface ChipView {
  readonly tone: Tone;
  readonly word: string;
}

/** How the connection to the server stands, in a word. */
export function serverChip(state: EngineState): ChipView {
  const names = words.chips.serverWords;
  if (state.phase === 'elsewhere') return { tone: 'off', word: names.elsewhere };
  if (state.phase !== 'running') return { tone: 'off', word: state.phase === 'failed' ? names.off : names.starting };
  switch (state.bridge.phase) {
    case 'off':
      return { tone: 'off', word: names.off };
    case 'connecting':
      return state.bridge.trouble ? { tone: 'lost', word: names.lost } : { tone: 'busy', word: names.connecting };
    case 'waiting':
      return { tone: 'lost', word: names.lost };
    case 'connected':
      return claimChip(state);
  }
}

/** How the claims of all Little Printers stand: what somebody has to see to comes first. */
function claimChip({ littlePrinters }: EngineState): ChipView {
  const names = words.chips.serverWords;
  const claims = littlePrinters.map(({ claim }) => claim);
  if (claims.includes('key-mismatch')) return { tone: 'needs-you', word: names.keyMismatch };
  const unclaimed = claims.filter((claim) => claim === 'unclaimed').length;
  if (claims.every((claim) => claim === 'claimed')) return { tone: 'ready', word: names.claimed };
  if (unclaimed === 0) return { tone: 'ready', word: names.connected };
  return { tone: 'needs-you', word: unclaimed === claims.length ? names.unclaimed : names.someUnclaimed(unclaimed) };
}

/** Why a paper printer that is away stays so until somebody does something on this page. */
const WANTS_SOMEBODY: readonly ErrorCode[] = [
  'printer-tap',
  'printer-which',
  'printer-in-use',
  'printer-unsupported',
  'printer-language',
  'bluetooth-off',
  'device-api-missing',
  'device-api-blocked',
  'part-missing',
];

/** Whether a paper printer is away, also while it is tried again: a try that follows a failure is no news. */
export function isAway({ state, needs }: PaperPrinterView): boolean {
  if (state !== 'connecting' || needs === undefined) return state === 'away';
  // Whoever has just tapped is to see that something happens.
  return needs.code !== 'printer-tap' && needs.code !== 'printer-which';
}

/** Whether a paper printer waits for a person: for what it says itself, or to be let connect. */
export function wantsSomebody(printer: PaperPrinterView): boolean {
  const { state, needs } = printer;
  return state === 'needs-you' || (isAway(printer) && needs !== undefined && WANTS_SOMEBODY.includes(needs.code));
}

/** How one paper printer stands, in a word. */
export function paperState(printer: PaperPrinterView, percent: number | undefined): ChipView {
  const names = words.chips.printerWords;
  if (wantsSomebody(printer)) return { tone: 'needs-you', word: names.needsYou };
  if (isAway(printer)) return { tone: 'lost', word: names.away };
  switch (printer.state) {
    case 'connecting':
      return { tone: 'busy', word: names.connecting };
    case 'printing':
      return { tone: 'busy', word: percent === undefined ? names.printing : names.printingPercent(percent) };
    default:
      return { tone: 'ready', word: names.ready };
  }
}

/**
 * How the paper that messages come out on stands, in a word: of the chosen Little Printer, unless that of another one
 * needs somebody. `percent` is how much of the present print is out.
 */
export function printerChip(
  state: EngineState,
  jobs: JobList,
  percent: number | undefined,
  chosen = state.littlePrinters[0],
): ChipView {
  const names = words.chips.printerWords;
  if (state.phase === 'elsewhere') return { tone: 'off', word: names.elsewhere };
  if (state.phase === 'failed') return { tone: 'lost', word: names.needsYou };
  if (state.phase === 'starting') return { tone: 'off', word: names.starting };
  const printer = currentPaper(state, chosen);
  if (!wantsSomebody(printer) && papersInUse(state).some(wantsSomebody)) {
    return { tone: 'needs-you', word: names.needsYou };
  }
  if (isBetween(printer, jobs)) return paperState({ ...printer, state: 'printing' }, percent);
  const held = heldJobs(jobs).length;
  if (printer.state === 'ready' && held > 0) return { tone: 'needs-you', word: names.held(held) };
  return paperState(printer, percent);
}

/** Whether a printer that is ready has prints before it: it takes breath between two of them, and is as good as printing. */
function isBetween(printer: PaperPrinterView, jobs: JobList): boolean {
  return printer.state === 'ready' && queueOf(jobs, printer.id).length > 0;
}

/** What the machine's light tells. */
export type Light = keyof typeof words.paper.light;

/** The light of the machine of a Little Printer: what needs somebody first, then what goes on. */
export function machineLight(state: EngineState, jobs: JobList, chosen = state.littlePrinters[0]): Light {
  if (state.phase !== 'running') return 'starting';
  const printer = currentPaper(state, chosen);
  if (wantsSomebody(printer)) return 'needs-you';
  if (isAway(printer)) return 'away';
  if (printer.state === 'printing' || isBetween(printer, jobs)) return 'busy';
  if (heldBehind(jobs, state, chosen).length > 0) return 'held';
  const { tone } = serverChip(state);
  return tone === 'lost' ? 'lost' : tone === 'busy' || tone === 'off' ? 'starting' : 'ready';
}
