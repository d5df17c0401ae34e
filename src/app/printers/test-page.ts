import type { PaperPrinterView } from '../../engine/api.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import { drawTestPattern } from '../../imaging/test-pattern.ts';
import type { Job } from '../../jobs/job.ts';
import type { PaperBlock } from '../../page/paper-block.ts';
import { formatDayAndTime } from '../format.ts';
import type { Model } from '../model.ts';
import { words } from '../words.ts';
import { printerName } from './printer-names.ts';
import { printerWords } from './words.ts';

/** Dots in a millimetre for which the sizes below are given. */
const USUAL_DOTS_PER_MM = 8;

/** Draws a test page for a paper printer and queues it there. */
export async function printTestPage(model: Model, printer: PaperPrinterView): Promise<Job> {
  const title = await model.platform.drawPaper(titleBlocks(printer, model.platform.now()), printer.headWidth);
  const page = stack(title, drawTestPattern(printer.headWidth));
  return model.engine.print(page, { source: 'test', paperPrinter: printer.id });
}

/** What is to be read above the pattern: which printer this is, and what the page takes it for. */
function titleBlocks(printer: PaperPrinterView, now: number): PaperBlock[] {
  const say = printerWords.testPage;
  const finer = printer.dotsPerMm / USUAL_DOTS_PER_MM;
  const size = (dots: number): number => Math.round(dots * finer);
  const line = (text: string): PaperBlock => ({ kind: 'text', text, size: size(24) });
  return [
    { kind: 'space', rows: size(16) },
    { kind: 'text', text: say.title, size: size(44), bold: true },
    { kind: 'text', text: printerName(printer), size: size(30) },
    { kind: 'space', rows: size(8) },
    line(say.line(say.model, words.models[printer.model])),
    line(say.line(printerWords.width, say.dots(printer.headWidth))),
    line(formatDayAndTime(now)),
    { kind: 'space', rows: size(8) },
    line(say.look),
    { kind: 'space', rows: size(16) },
  ];
}

/** One picture under the other; both are equally wide. */
function stack(upper: Bitmap, lower: Bitmap): Bitmap {
  const data = new Uint8Array(upper.data.length + lower.data.length);
  data.set(upper.data);
  data.set(lower.data, upper.data.length);
  return { width: upper.width, height: upper.height + lower.height, data };
}
