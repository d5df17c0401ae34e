import type { Bitmap } from '../../src/imaging/bitmap.ts';
import type { JobState } from '../../src/jobs/job.ts';
import { packPicture } from '../../src/jobs/stored-picture.ts';

/** What a browser held that was last used with the first release (version 1 of the database), as plain data. */
export interface FirstRelease {
  readonly meta: readonly (readonly [string, unknown])[];
  readonly littlePrinters: readonly { readonly deviceAddress: string }[];
  /** The first has the id 1, and so on. */
  readonly jobs: readonly unknown[];
  /** By job; their bytes as numbers. */
  readonly pictures: readonly { readonly bytes: readonly number[] }[];
}

export const DEVICE_ADDRESS = '0123456789abcdef';

/** One job of every state, in this order. */
export const STATES: readonly JobState[] = [
  'printed',
  'printed',
  'printing',
  'needs-you',
  'waiting',
  'held',
  'failed',
  'cancelled',
];

/**
 * A database with one job of every state of {@link STATES}, all deliveries to one Little Printer on the screen. The
 * server has not been told of the second print; the third job had begun when its engine died.
 *
 * @param picture the picture of each job, by its id
 */
export async function everyState(picture: (id: number) => Bitmap): Promise<FirstRelease> {
  const pictures = await Promise.all(STATES.map((_, i) => packPicture(picture(i + 1))));
  return {
    meta: [
      ['epoch', 41],
      ['bridge-address', 'fedcba9876543210'],
      ['settings', { keepAwake: true }],
    ],
    littlePrinters: [
      {
        deviceAddress: DEVICE_ADDRESS,
        secret: '0102030405',
        name: 'Kept',
        paperPrinter: 'screen',
        createdAt: 1_700_000_000_000,
        imported: false,
      } as { deviceAddress: string },
    ],
    jobs: STATES.map((state, i) => ({
      paperPrinter: 'screen',
      origin: { kind: 'delivery', littlePrinter: DEVICE_ADDRESS, printId: i + 1, face: false },
      state,
      createdAt: 1_700_000_000_000 + i,
      changedAt: 1_700_000_000_000 + i,
      width: pictures[i]!.width,
      height: pictures[i]!.height,
      blackShare: 0.25,
      interruptions: 0,
      begun: state === 'printing',
      report: state === 'failed' || state === 'cancelled' ? 'none' : i === 0 ? 'sent' : 'due',
      ...(state === 'needs-you' && { error: { code: 'printer-paper-out' } }),
      ...(state === 'failed' && { error: { code: 'job-picture' } }),
    })),
    pictures: pictures.map((packed) => ({ ...packed, bytes: [...packed.bytes] })),
  };
}

/**
 * Makes the database as the first release made it, with the browser's own interface. Runs in a page as well, and so
 * knows nothing from outside itself.
 */
export function writeFirstRelease(content: FirstRelease): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('papertab', 1);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      const database = opening.result;
      for (const name of ['meta', 'little-printers', 'paper-printers', 'personalities'])
        database.createObjectStore(name);
      const jobs = database.createObjectStore('jobs', { autoIncrement: true });
      jobs.createIndex('state', 'state');
      jobs.createIndex('report', 'report');
      database.createObjectStore('pictures');
    };
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(['meta', 'little-printers', 'jobs', 'pictures'], 'readwrite');
      transaction.onabort = () => reject(transaction.error);
      transaction.oncomplete = () => {
        database.close();
        resolve();
      };
      for (const [key, value] of content.meta) transaction.objectStore('meta').put(value, key);
      for (const printer of content.littlePrinters) {
        transaction.objectStore('little-printers').put(printer, printer.deviceAddress);
      }
      for (const job of content.jobs) transaction.objectStore('jobs').add(job);
      content.pictures.forEach((picture, i) => {
        transaction.objectStore('pictures').put({ ...picture, bytes: new Uint8Array(picture.bytes) }, i + 1);
      });
    };
  });
}
