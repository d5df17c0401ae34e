import { greetingBlocks } from './greeting.ts';
import type { Model } from './model.ts';

/** The greeting as the printer of a first visit prints it. */
export async function printGreeting(model: Model): Promise<void> {
  const printer = model.littlePrinter.peek();
  if (!printer) return;
  const { platform, engine } = model;
  const { headWidth } = model.paper.peek();
  const picture = await platform.drawPaper(greetingBlocks(printer.claimCode, platform.now()), headWidth);
  await engine.print(picture, { source: 'greeting' });
}
