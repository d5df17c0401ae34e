import { beginEpoch } from '../jobs/epoch.ts';
import { JobStore } from '../jobs/job-store.ts';
import { LittlePrinters } from './little-printers.ts';
import type { PapertabWorld } from './papertab-world.ts';
import { Personalities } from './personalities.ts';
import { Records, type StoredSettings } from './records.ts';

/** What an engine begins from. */
export interface Kept {
  /** The one that begins with it. */
  readonly epoch: number;
  readonly records: Records;
  readonly store: JobStore;
  readonly bridgeAddress: string;
  readonly settings: StoredSettings;
  readonly littlePrinters: LittlePrinters;
  readonly personalities: Personalities;
  /** Whether this browser was a printer before. */
  readonly returning: boolean;
}

/**
 * Begins a new epoch and reads what is kept; on the first visit the first Little Printer is made.
 *
 * @throws PapertabError what the database refuses for
 */
export async function readKept({ database, clock }: Pick<PapertabWorld, 'database' | 'clock'>): Promise<Kept> {
  const epoch = await beginEpoch(database);
  const records = new Records(database, epoch);
  const { printers: littlePrinters, returning } = await LittlePrinters.open(records, clock);
  const personalities = new Personalities(records);
  await personalities.load(littlePrinters.all.map(({ deviceAddress }) => deviceAddress));
  return {
    epoch,
    records,
    store: new JobStore(database, epoch, clock),
    bridgeAddress: await records.bridgeAddress(),
    settings: await records.settings(),
    littlePrinters,
    personalities,
    returning,
  };
}
