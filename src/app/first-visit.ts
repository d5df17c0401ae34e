import { greetingBlocks } from './greeting.ts';
import type { Model } from './model.ts';

/** The greeting as the printer of a first visit prints it. */
export async function printGreeting(model: Model): Promise<void> {
  const { littlePrinters, paperPrinters } = model.state.peek();
  const [printer, paper] = [littlePrinters[0], paperPrinters[0]];
  if (!printer || !paper) return;
  const { platform, engine } = model;
  const picture = await platform.drawPaper(greetingBlocks(printer.claimCode, platform.now()), paper.headWidth);
  await engine.print(picture, { source: 'greeting' });
}
