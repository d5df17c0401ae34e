import type { Job } from '../jobs/job.ts';

/**
 * The device address of the Little Printer whose button brings a held job: its own, or the first one's where the job is of
 * none that is here: made on a page, as those of a backup may be, or sent to one that has left. Undefined while there is no
 * Little Printer at all. The engine and the page have to agree on it, or messages wait behind a button that shows none.
 *
 * @param littlePrinters those that are here, in their order
 */
export function whoseButton(
  { origin }: Pick<Job, 'origin'>,
  littlePrinters: readonly { readonly deviceAddress: string }[],
): string | undefined {
  const address = origin.kind === 'local' ? undefined : origin.littlePrinter;
  const own = littlePrinters.find(({ deviceAddress }) => deviceAddress === address);
  return (own ?? littlePrinters[0])?.deviceAddress;
}
