import * as v from 'valibot';
import type { WriteTransaction } from '../../jobs/guarded-write.ts';
import { jobSchema } from '../../jobs/stored-job.ts';
import { DROPPED } from '../log-book.ts';
import { FIRST_NAME, littlePrinterSchema } from '../records.ts';
import type { Content } from './content.ts';

/** What the log says of a Little Printer that nobody has claimed, whatever servers it was announced to. */
const UNCLAIMED = ['Claim: unknown', 'Claim: unclaimed'];

/** What of an entry of the log is looked at. */
const logSchema = v.object({ epoch: v.number(), text: v.string(), about: v.optional(v.string()) });

/**
 * The device address of the Little Printer that this browser made on the first visit, where nobody has wanted it since
 * and a backup brings others: it is the only one, stands as it was made, no job came to it or from it, and no server was
 * ever heard to know it.
 *
 * No record says whether one was claimed. The log does, of a browser that is so new that its log goes back to the
 * beginning; of any other one it is not known, and so the Little Printer is not given up.
 *
 * @param epoch that of the engine that asks, which has stored all that it has logged
 * @returns undefined where there is none, and wherever there is a doubt
 */
export async function findUntouched(
  transaction: WriteTransaction,
  content: Content,
  epoch: number,
): Promise<string | undefined> {
  if (content.littlePrinters.every(({ retiredAt }) => retiredAt !== undefined)) return undefined;
  const [only, ...others] = await transaction.objectStore('little-printers').getAll();
  const { success, output } = v.safeParse(littlePrinterSchema, only);
  if (!success || others.length > 0 || !isAsMade(output)) return undefined;
  const { deviceAddress } = output;
  const isKnown =
    knows(content, deviceAddress) ||
    // Where there is no paper, it prints on the screen.
    (await transaction.objectStore('paper-printers').count()) > 0 ||
    (await transaction.objectStore('personalities').getKey(deviceAddress)) !== undefined ||
    (await hasJob(transaction, deviceAddress)) ||
    !(await wasNeverClaimed(transaction, deviceAddress, epoch));
  return isKnown ? undefined : deviceAddress;
}

function isAsMade(printer: v.InferOutput<typeof littlePrinterSchema>): boolean {
  const { name, place, imported, face, offlineWhenAway, retiredAt } = printer;
  const isFirst = !imported && place === undefined && retiredAt === undefined;
  return isFirst && name === FIRST_NAME && face === 'none' && !offlineWhenAway;
}

/** Whether a backup has to do with a Little Printer. */
function knows({ littlePrinters, jobs }: Content, deviceAddress: string): boolean {
  return (
    littlePrinters.some((printer) => printer.deviceAddress === deviceAddress) ||
    jobs.some(({ job }) => isOf(job, deviceAddress))
  );
}

/** Whether anything in queue and history came to a Little Printer or from it, or may have: a damaged job may be any. */
async function hasJob(transaction: WriteTransaction, deviceAddress: string): Promise<boolean> {
  const jobs = await transaction.objectStore('jobs').getAll();
  return jobs.some((stored) => {
    const { success, output } = v.safeParse(jobSchema, stored);
    return !success || isOf(output, deviceAddress);
  });
}

function isOf({ origin }: v.InferOutput<typeof jobSchema>, deviceAddress: string): boolean {
  return origin.kind !== 'local' && origin.littlePrinter === deviceAddress;
}

/** Whether the log of every engine that ever ran here is whole, and says nothing of a Little Printer but that. */
async function wasNeverClaimed(transaction: WriteTransaction, deviceAddress: string, epoch: number): Promise<boolean> {
  const log = transaction.objectStore('log');
  // Ids go on when the oldest entries make room or all are cleared.
  if ((await log.getKey(IDBKeyRange.lowerBound(0))) !== 1) return false;
  const logged = new Set<number>();
  for (const stored of await log.getAll()) {
    const { success, output } = v.safeParse(logSchema, stored);
    if (!success || output.text.endsWith(DROPPED)) return false;
    if (output.about === deviceAddress && !UNCLAIMED.includes(output.text)) return false;
    logged.add(output.epoch);
  }
  for (let each = 1; each <= epoch; each++) if (!logged.has(each)) return false;
  return true;
}
