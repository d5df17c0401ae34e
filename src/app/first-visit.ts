import { greetingBlocks } from './greeting.ts';
import type { Model } from './model.ts';
import { currentPaper } from './paper-printers.ts';

/** The greeting as the printer of a first visit prints it. */
export async function printGreeting(model: Model): Promise<void> {
  const state = model.state.peek();
  const printer = state.littlePrinters[0];
  if (!printer) return;
  const { platform, engine } = model;
  const { headWidth } = currentPaper(state);
  const picture = await platform.drawPaper(greetingBlocks(printer.claimCode, platform.now()), headWidth);
  await engine.print(picture, { source: 'greeting' });
}
