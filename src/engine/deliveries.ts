import { PapertabError } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { packPicture } from '../jobs/stored-picture.ts';
import { decodeBase64 } from '../sirius/base64.ts';
import { decodePayload } from '../sirius/payload.ts';
import type { LittlePrinterRecord, Records } from './records.ts';

/** What a delivery needs to be stored. */
export interface DeliveryDesk {
  readonly store: JobStore;
  readonly records: Records;
  littlePrinter(deviceAddress: string): LittlePrinterRecord | undefined;
}

/**
 * Stores what a device command brought; when this resolves, it is safe on disk and may be acknowledged.
 *
 * @returns the job, or undefined for commands that bring nothing to print (personality, quips)
 * @throws PapertabError what the payload lacks, `device-unknown`, or what the database refuses for
 */
export async function storeDelivery(
  desk: DeliveryDesk,
  command: { readonly deviceAddress: string; readonly payload: string },
): Promise<Job | undefined> {
  const printer = desk.littlePrinter(command.deviceAddress);
  if (printer === undefined) throw new PapertabError('device-unknown', command.deviceAddress);
  const content = decodePayload(decodeBase64(command.payload));
  const origin = { kind: 'delivery', littlePrinter: printer.deviceAddress, printId: content.printId } as const;
  const { paperPrinter } = printer;
  switch (content.kind) {
    case 'delivery': {
      const { face, hold } = content;
      return desk.store.add({ paperPrinter, origin: { ...origin, face }, hold }, content.picture);
    }
    case 'personality':
      await desk.records.savePersonality(printer.deviceAddress, {
        face: await packPicture(content.face),
        nothingToPrint: await packPicture(content.nothingToPrint),
        cannotSeeBridge: await packPicture(content.cannotSeeBridge),
        cannotSeeInternet: await packPicture(content.cannotSeeInternet),
      });
      if (content.message === undefined) return undefined;
      return desk.store.add({ paperPrinter, origin: { ...origin, face: true }, hold: false }, content.message);
    case 'quips':
      await desk.records.savePersonality(printer.deviceAddress, {
        quips: await Promise.all(content.quips.map(packPicture)),
      });
      return undefined;
  }
}
