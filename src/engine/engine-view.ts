import type { Bridge } from '../bridge/bridge.ts';
import type { EngineState } from './api.ts';
import type { Keeping } from './keeping.ts';
import { type LittlePrinters, viewLittlePrinter, viewRetired } from './little-printers.ts';
import type { PaperChoice } from './paper-choice.ts';
import type { PaperPrinters } from './paper-printers.ts';
import type { Personalities } from './personalities.ts';
import type { Presence } from './presence.ts';
import type { SettingsDesk } from './settings-desk.ts';
import type { ToldOffline } from './told-offline.ts';

/** What of a running engine is seen. */
interface Sights {
  readonly littlePrinters: LittlePrinters;
  readonly personalities: Personalities;
  /** Whether this browser was a printer before. */
  readonly returning: boolean;
  readonly settings: SettingsDesk;
  readonly keeping: Keeping;
  readonly paper: PaperPrinters;
  readonly choice: PaperChoice;
  readonly bridge: Bridge;
  readonly toldOffline: ToldOffline;
  readonly presence: Presence | undefined;
}

/** The whole state of a running engine, of which jobs are no part. */
export function viewEngine(sights: Sights): EngineState {
  const { littlePrinters, personalities, paper, choice, bridge, toldOffline } = sights;
  const absence = sights.presence?.absence;
  return {
    phase: 'running',
    bridge: bridge.status,
    settings: sights.settings.now,
    littlePrinters: littlePrinters.all.map((printer) => {
      const { deviceAddress } = printer;
      return viewLittlePrinter(choice.onPaper(printer), {
        claim: bridge.claimOf(deviceAddress),
        personality: personalities.summaryOf(deviceAddress),
        toldOffline: toldOffline.has(deviceAddress),
      });
    }),
    paperPrinters: paper.views,
    retired: littlePrinters.retired.map(viewRetired),
    returning: sights.returning,
    runsHere: true,
    copies: sights.keeping.copies,
    ...(absence === undefined ? {} : { absence }),
  };
}
