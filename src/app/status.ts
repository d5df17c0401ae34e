import type { EngineState } from '../engine/api.ts';
import { heldJobs, type JobList } from './job-list.ts';
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
      switch (state.littlePrinters[0]?.claim) {
        case 'claimed':
          return { tone: 'ready', word: names.claimed };
        case 'unclaimed':
          return { tone: 'needs-you', word: names.unclaimed };
        case 'key-mismatch':
          return { tone: 'needs-you', word: names.keyMismatch };
        default:
          return { tone: 'ready', word: names.connected };
      }
  }
}

/** How the paper printer stands, in a word. `percent` is how much of the present print is out. */
export function printerChip(state: EngineState, jobs: JobList, percent: number | undefined): ChipView {
  const names = words.chips.printerWords;
  if (state.phase === 'elsewhere') return { tone: 'off', word: names.elsewhere };
  if (state.phase === 'failed') return { tone: 'lost', word: names.needsYou };
  if (state.phase === 'starting') return { tone: 'off', word: names.starting };
  const printer = state.paperPrinters[0];
  if (printer?.state === 'needs-you') return { tone: 'needs-you', word: names.needsYou };
  if (printer?.state === 'printing') {
    return { tone: 'busy', word: percent === undefined ? names.printing : names.printingPercent(percent) };
  }
  const held = heldJobs(jobs).length;
  if (held > 0) return { tone: 'needs-you', word: names.held(held) };
  return { tone: 'ready', word: names.ready };
}

/** What the machine's light tells. */
export type Light = keyof typeof words.paper.light;

/** The machine's light: what needs somebody first, then what goes on. */
export function machineLight(state: EngineState, jobs: JobList): Light {
  if (state.phase !== 'running') return 'starting';
  const printer = state.paperPrinters[0];
  if (printer?.state === 'needs-you') return 'needs-you';
  if (printer?.state === 'printing') return 'busy';
  if (heldJobs(jobs).length > 0) return 'held';
  const { tone } = serverChip(state);
  return tone === 'lost' ? 'lost' : tone === 'busy' || tone === 'off' ? 'starting' : 'ready';
}
