import type { EngineState, PaperPrinterView } from '../engine/api.ts';
import { headScale } from '../imaging/head-scale.ts';
import type { Job } from '../jobs/job.ts';

/** The page's own paper, until the engine has told of its own: as wide and as fast as the head of a Little Printer. */
const USUAL: PaperPrinterView = {
  id: 'screen',
  name: '',
  model: 'screen',
  link: { transport: 'screen' },
  headWidth: 384,
  dotsPerMm: 8,
  rowsPerSecond: 400,
  state: 'ready',
  facts: {},
  batteryLow: false,
  paperLow: false,
  settings: {
    headWidth: 384,
    density: 75,
    extraFeed: 0,
    faceGap: 0,
    paper: 'continuous',
    keepAwake: false,
    baudRate: 9600,
    flowControl: 'none',
    cut: 'none',
    careful: false,
  },
};

/** The paper printer that a Little Printer, at first the first one, prints on; the screen where that is not known. */
export function currentPaper(state: EngineState, of = state.littlePrinters[0]): PaperPrinterView {
  return paperOf(state, of?.paperPrinter ?? '') ?? state.paperPrinters.at(-1) ?? USUAL;
}

/** The paper printers that Little Printers print on, each once, in the order of these. */
export function papersInUse(state: EngineState): readonly PaperPrinterView[] {
  return [...new Set(state.littlePrinters.map((printer) => currentPaper(state, printer)))];
}

/** A paper printer by its id, for instance that of a job; undefined when it has been forgotten. */
export function paperOf(state: EngineState, id: string): PaperPrinterView | undefined {
  return state.paperPrinters.find((paper) => paper.id === id);
}

/** Whether it is the paper on the page, and not a printer. */
export function isScreen({ link }: PaperPrinterView): boolean {
  return link.transport === 'screen';
}

/** Whether nothing but the screen is there to print on. */
export function onlyScreen(state: EngineState): boolean {
  return state.paperPrinters.every(isScreen);
}

/** The paper printer that a job goes to; where that is forgotten, the one that messages come out on. */
export function paperOfJob(state: EngineState, job: Job): PaperPrinterView {
  return paperOf(state, job.paperPrinter) ?? currentPaper(state);
}

/** Rows of a job that its printer puts on paper in a second: what is narrower or wider than the head is fitted to it. */
export function feedSpeed(state: EngineState, job: Job): number {
  const { rowsPerSecond, headWidth } = paperOfJob(state, job);
  return rowsPerSecond / headScale(job.width, headWidth);
}

/** Rows of a job that make a millimetre of its paper. */
export function rowsPerMm(state: EngineState, job: Job): number {
  const { dotsPerMm, headWidth } = paperOfJob(state, job);
  return dotsPerMm / headScale(job.width, headWidth);
}
