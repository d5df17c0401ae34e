import type { EngineState } from '../engine/api.ts';
import type { Job } from '../jobs/job.ts';
import { hasSeveral, recipientOf } from './little-printers.ts';
import { paperOf } from './paper-printers.ts';
import { printerName } from './printers/printer-names.ts';
import { words } from './words.ts';

const say = words.announce;

/** What is to be said of a job that is new or in another state, to those who cannot see it; undefined for nothing. */
export function jobNews(state: EngineState, job: Job, before: Job | undefined, title: string): string | undefined {
  switch (job.state) {
    case 'printing':
      return (before?.state === 'needs-you' ? say.printingAgain : say.printing)(title);
    case 'printed':
      return say.printed(title);
    case 'failed':
      return say.failed(title);
    case 'held':
      return say.held(hasSeveral(state) ? recipientOf(state, job) : undefined);
    case 'needs-you':
      // One that has begun and stopped is told of by its printer.
      return before?.state === 'printing' ? undefined : say.waits(title);
    default:
      return undefined;
  }
}

/** What is to be said of the server and the claims. */
export function serverNews(before: EngineState, next: EngineState): string | undefined {
  const claimed = next.littlePrinters.find(
    ({ deviceAddress, claim }) =>
      claim === 'claimed' &&
      before.littlePrinters.some((other) => other.deviceAddress === deviceAddress && other.claim === 'unclaimed'),
  );
  if (claimed) return say.claimed(hasSeveral(next) ? claimed.name : undefined);
  if (next.bridge.phase === before.bridge.phase) return undefined;
  if (next.bridge.phase === 'connected') return say.connected;
  // Said once: attempts that follow one another are no news.
  return before.bridge.phase === 'connected' ? say.lost : undefined;
}

/** What is to be said of the paper printers. */
export function printerNews(before: EngineState, next: EngineState): string[] {
  return next.paperPrinters.flatMap((printer) => {
    const earlier = paperOf(before, printer.id);
    if (printer.state === earlier?.state || printer.link.transport === 'screen') return [];
    const name = printerName(printer);
    if (printer.state === 'needs-you') return [say.printerNeedsYou(name)];
    if (printer.state === 'away') return earlier && earlier.state !== 'connecting' ? [say.printerAway(name)] : [];
    const wasAway = earlier?.state === 'connecting' || earlier?.state === 'away';
    return wasAway && printer.state !== 'connecting' ? [say.printerConnected(name)] : [];
  });
}
