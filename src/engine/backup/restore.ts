import * as v from 'valibot';
import { PapertabError } from '../../errors.ts';
import { guardedWrite, type WriteTransaction } from '../../jobs/guarded-write.ts';
import { ENDED_STATES, type JobOrigin } from '../../jobs/job.ts';
import type { StoredJob } from '../../jobs/stored-job.ts';
import { hardwareXor } from '../../sirius/claim-code.ts';
import { createBridgeAddress } from '../../sirius/identity.ts';
import { littlePrinterSchema } from '../records.ts';
import type { Content, JobItem } from './content.ts';
import { ADDRESS_BOOK, type BackupDesk } from './desk.ts';
import { addressBookSchema } from './entry.ts';
import { findUntouched } from './untouched.ts';

type LittlePrinter = Content['littlePrinters'][number];

/**
 * Stores what a backup holds beside what is here, in one transaction with a new bridge address.
 *
 * - A Little Printer takes the place of the one with its device address; but one that is present here is not retired by
 *   a backup. One that was not here counts as imported: it may still run where the backup was made. The only one here
 *   is left out for them where nobody ever wanted it, see {@link findUntouched}.
 * - A paper printer takes the place of the one with its id, an entry of the address book that of the one with its key,
 *   the settings, where they are wanted, that of all settings.
 * - Jobs come behind those that are here. What had not been printed is held, so that nothing comes to paper twice by
 *   itself; of what had ended the server is not told again.
 *
 * @throws PapertabError `device-xor`, `storage-full`, `storage-failed`, `engine-superseded`; nothing is changed then
 */
export async function restore({ database, epoch, storeLog }: BackupDesk, content: Content): Promise<void> {
  const bridgeAddress = createBridgeAddress();
  const isLogged = (await storeLog?.().catch(() => false)) === true;
  const stores = ['little-printers', 'paper-printers', 'personalities', 'jobs', 'pictures', 'log'] as const;
  await guardedWrite({ database, epoch }, stores, async (transaction) => {
    const meta = transaction.objectStore('meta');
    await meta.put(bridgeAddress, 'bridge-address');
    if (content.settings !== undefined) await meta.put(content.settings, 'settings');
    if (content.addresses.length > 0) await meta.put(await mergedBook(transaction, content), ADDRESS_BOOK);
    const untouched = isLogged ? await findUntouched(transaction, content, epoch) : undefined;
    if (untouched !== undefined) await transaction.objectStore('little-printers').delete(untouched);
    await putLittlePrinters(transaction, content);
    for (const printer of content.paperPrinters)
      await transaction.objectStore('paper-printers').put(printer, printer.id);
    await addJobs(transaction, content.jobs);
  });
}

async function mergedBook(transaction: WriteTransaction, { addresses }: Content): Promise<unknown> {
  const here = v.safeParse(addressBookSchema, await transaction.objectStore('meta').get(ADDRESS_BOOK));
  const byKey = new Map((here.success ? here.output : []).map((address) => [address.key, address]));
  for (const address of addresses) byKey.set(address.key, address);
  return [...byKey.values()];
}

async function putLittlePrinters(transaction: WriteTransaction, content: Content): Promise<void> {
  const store = transaction.objectStore('little-printers');
  const here = new Map<string, LittlePrinter>();
  for (const stored of await store.getAll()) {
    const result = v.safeParse(littlePrinterSchema, stored);
    if (result.success) here.set(result.output.deviceAddress, result.output);
  }
  const merged = new Map(here);
  for (const printer of content.littlePrinters) {
    const { deviceAddress } = printer;
    const old = here.get(deviceAddress);
    if (printer.retiredAt !== undefined && old !== undefined && old.retiredAt === undefined) continue;
    const put = { ...printer, imported: old === undefined || old.imported || printer.imported };
    merged.set(deviceAddress, put);
    await store.put(put, deviceAddress);
    const personality = content.personalities.get(deviceAddress);
    if (personality !== undefined) await transaction.objectStore('personalities').put(personality, deviceAddress);
  }
  checkXors([...merged.values()]);
}

/** The server joins claim and printer over the hardware xor alone. */
function checkXors(printers: readonly LittlePrinter[]): void {
  const xors = new Set<number>();
  for (const { deviceAddress, name, retiredAt } of printers) {
    if (retiredAt !== undefined) continue;
    const xor = hardwareXor(deviceAddress);
    if (xors.has(xor)) throw new PapertabError('device-xor', name);
    xors.add(xor);
  }
}

async function addJobs(transaction: WriteTransaction, items: readonly JobItem[]): Promise<void> {
  const [jobs, pictures] = [transaction.objectStore('jobs'), transaction.objectStore('pictures')];
  /** The id of each job here, by that which it had. */
  const ids = new Map<number, number>();
  for (const { id, job, picture } of items) {
    const stored = {
      ...(ENDED_STATES.includes(job.state) ? { ...job, report: 'none' as const } : held(job)),
      origin: renumbered(job.origin, ids),
      bytes: picture?.bytes.length ?? 0,
    };
    const newId = await jobs.add(stored);
    ids.set(id, newId);
    if (picture !== undefined) await pictures.add(picture, newId);
  }
}

function held({ error: _error, ...job }: StoredJob): StoredJob {
  return { ...job, state: 'held', begun: false, interruptions: job.interruptions + (job.begun ? 1 : 0) };
}

/** A reprint tells what it repeats, where that came along. */
function renumbered(origin: JobOrigin, ids: ReadonlyMap<number, number>): JobOrigin {
  if (origin.kind !== 'local' || origin.of === undefined) return origin;
  const { of, ...rest } = origin;
  const now = ids.get(of);
  return now === undefined ? rest : { ...rest, of: now };
}
