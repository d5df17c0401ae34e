import { PapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Job, JobOrigin } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { decodeBase64 } from '../sirius/base64.ts';
import { type DeviceCommandContent, decodePayload } from '../sirius/payload.ts';
import { type FaceDesk, withFace } from './faces.ts';

/** What a delivery needs to be stored. */
export interface DeliveryDesk extends FaceDesk {
  readonly store: JobStore;
  /** The server has given a Little Printer a face: from now on it is the one that it prints. */
  personalityCame(deviceAddress: string): Promise<void>;
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
  const { deviceAddress, paperPrinter } = printer;
  const store = async (picture: Bitmap, { face, hold }: { face: boolean; hold: boolean }): Promise<Job> => {
    const origin: JobOrigin = { kind: 'delivery', littlePrinter: deviceAddress, printId: content.printId, face };
    // One that is held gets its face when the button is pressed.
    const composed =
      face && !hold
        ? await withFace(desk, picture, { littlePrinter: deviceAddress, paperPrinter })
        : { picture, faceRows: 0 };
    return desk.store.add({ paperPrinter, origin, hold, faceRows: composed.faceRows }, composed.picture);
  };
  if (content.kind === 'delivery') return store(content.picture, content);
  await keep(desk, deviceAddress, content);
  const message = content.kind === 'personality' ? content.message : undefined;
  return message && store(message, { face: true, hold: false });
}

async function keep(
  desk: DeliveryDesk,
  deviceAddress: string,
  content: Exclude<DeviceCommandContent, { kind: 'delivery' }>,
): Promise<void> {
  await desk.personalities.save(deviceAddress, content);
  if (content.kind === 'personality') await desk.personalityCame(deviceAddress);
}
