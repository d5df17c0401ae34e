import type { LittlePrinterView, PaperPrinterView } from '../../engine/api.ts';
import type { Model } from '../model.ts';
import { paperOf } from '../paper-printers.ts';
import { printerWords } from './words.ts';

/**
 * Lets messages of the chosen Little Printer come out on a paper printer from now on, with those of all that it shares its
 * paper with; the others keep theirs. Resolves to whether that went well.
 */
export function printMessagesOn(model: Model, printer: string): Promise<boolean> {
  const before = model.paper.peek().id;
  return model.attempt(before === printer ? Promise.resolve() : passMessages(model, before, printer));
}

/** Lets what comes out on one paper printer come out on another one from now on. */
export async function passMessages(model: Model, from: string, to: string): Promise<void> {
  for (const { deviceAddress, paperPrinter } of model.state.peek().littlePrinters) {
    if (paperPrinter === from) await model.engine.usePaperPrinter(deviceAddress, to);
  }
}

/** Prints the printer's own test page, which tells its settings and needs no right picture. */
export async function printSelfTest(model: Model, printer: PaperPrinterView): Promise<void> {
  if (await model.attempt(model.engine.selfTest(printer.id))) model.say(printerWords.settings.selfTestSent);
}

/** Forgets a paper printer, here and in the browser. Resolves to whether that went well. */
export async function forgetPrinter(model: Model, printer: PaperPrinterView): Promise<boolean> {
  if (!(await model.attempt(model.engine.forgetPaperPrinter(printer.id)))) return false;
  // The browser may keep its grant: that hurts nobody.
  await model.platform.printers.forget(printer).catch(() => undefined);
  return true;
}

/** Forgets a paper printer that was just added: messages come out again where they did before. Resolves to whether it is forgotten. */
export async function takeBack(
  model: Model,
  printer: PaperPrinterView,
  before: readonly LittlePrinterView[],
): Promise<boolean> {
  if (!(await forgetPrinter(model, printer))) return false;
  for (const { deviceAddress, paperPrinter } of before) {
    if (!paperOf(model.state.peek(), paperPrinter)) continue;
    await model.attempt(model.engine.usePaperPrinter(deviceAddress, paperPrinter));
  }
  return true;
}
