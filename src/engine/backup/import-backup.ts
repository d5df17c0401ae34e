import { PapertabError } from '../../errors.ts';
import { ENDED_STATES } from '../../jobs/job.ts';
import type { BackupSummary } from '../api.ts';
import { LARGEST_BACKUP } from '../largest-backup.ts';
import { readChunks } from './chunks.ts';
import { inflate } from './compression.ts';
import { Content } from './content.ts';
import type { BackupDesk } from './desk.ts';
import { type Item, readItems } from './entry.ts';
import { readHeader } from './header.ts';
import { restore } from './restore.ts';
import { openSeal } from './seal.ts';

/**
 * What a backup holds. All of it is read and checked, but nothing is kept.
 *
 * @throws PapertabError `backup-unreadable`, `backup-newer`, `backup-size`, `backup-passphrase`
 */
export async function readBackup(file: Uint8Array, passphrase?: string): Promise<BackupSummary> {
  let madeAt = 0;
  let prints = 0;
  let unprinted = 0;
  let settings: BackupSummary['settings'];
  const littlePrinters: BackupSummary['littlePrinters'][number][] = [];
  const paperPrinters: string[] = [];
  for await (const { entry } of open(file, passphrase)) {
    if (entry.kind === 'about') madeAt = entry.madeAt;
    else if (entry.kind === 'settings') settings = entry.settings;
    else if (entry.kind === 'little-printer' && entry.printer.retiredAt === undefined) {
      littlePrinters.push({ deviceAddress: entry.printer.deviceAddress, name: entry.printer.name });
    } else if (entry.kind === 'paper-printer') paperPrinters.push(entry.printer.name);
    else if (entry.kind === 'job' && ENDED_STATES.includes(entry.job.state)) prints++;
    else if (entry.kind === 'job') unprinted++;
  }
  return { madeAt, littlePrinters, paperPrinters, prints, unprinted, ...(settings && { settings }) };
}

/**
 * Takes over what a backup holds, in one transaction with a new bridge address: all of it or nothing. See `restore` for
 * what meets what is here. Whoever holds anything of the database in memory has to read it again.
 *
 * @param settings whether its settings take the place of those here
 * @throws PapertabError as {@link readBackup} does, `device-xor`, `storage-full`, `storage-failed`, `engine-superseded`
 */
export async function importBackup(
  desk: BackupDesk,
  file: Uint8Array,
  passphrase?: string,
  settings = true,
): Promise<void> {
  const content = new Content();
  for await (const item of open(file, passphrase)) content.add(item);
  if (!settings) content.settings = undefined;
  await restore(desk, content);
}

async function* open(file: Uint8Array, passphrase: string | undefined): AsyncGenerator<Item> {
  if (file.length > LARGEST_BACKUP) throw new PapertabError('backup-size', String(file.length));
  const header = await readHeader(file);
  const seal = await openSeal(header, passphrase);
  yield* readItems(inflate(readChunks(file, header.bytes.length, seal)));
}
