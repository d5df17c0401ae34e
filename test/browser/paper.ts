import { Buffer } from 'node:buffer';
import { inflateRawSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import type { Page as PuppeteerPage } from 'puppeteer-core';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import type { Job } from '../../src/jobs/job.ts';
import { waitFor } from './wait.ts';

/** A page of either driver. */
export type AnyPage = Page | PuppeteerPage;

/** Runs in the page: all rows of a store with their keys. Opens the database only if it is there. */
async function readStore(store: string): Promise<{ key: number; value: unknown }[]> {
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === 'papertab')) return [];
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('papertab');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      // Whoever looks stands in nobody's way.
      database.onversionchange = () => database.close();
      const rows: { key: number; value: unknown }[] = [];
      const cursor = database.transaction(store).objectStore(store).openCursor();
      cursor.onerror = () => reject(cursor.error);
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (at === null) {
          database.close();
          resolve(rows);
          return;
        }
        const value = at.value as { bytes?: unknown } | null;
        // Bytes do not cross to the test as they are.
        const plain = value?.bytes instanceof Uint8Array ? { ...value, bytes: [...value.bytes] } : value;
        rows.push({ key: at.primaryKey as number, value: plain });
        at.continue();
      };
    };
  });
}

/** All jobs that the page's database holds, the oldest first, as they are stored. */
export async function readJobs(page: AnyPage): Promise<Job[]> {
  const rows = await (page as Page).evaluate(readStore, 'jobs');
  return rows.map(({ key, value }) => ({ ...(value as Omit<Job, 'id'>), id: key }));
}

/** The deliveries among them. */
export async function readDeliveries(page: AnyPage): Promise<Job[]> {
  return (await readJobs(page)).filter(({ origin }) => origin.kind === 'delivery');
}

/** A job's picture as it is stored; undefined if there is none. */
export async function readStoredPicture(page: AnyPage, id: number): Promise<Bitmap | undefined> {
  const rows = await (page as Page).evaluate(readStore, 'pictures');
  const found = rows.find(({ key }) => key === id)?.value as
    | { width: number; height: number; bytes: number[] }
    | undefined;
  if (found === undefined) return undefined;
  const data = new Uint8Array(inflateRawSync(Buffer.from(found.bytes)));
  return { width: found.width, height: found.height, data };
}

/** A canvas on the page. */
interface Drawn {
  readonly picture: Bitmap;
  /** Id of the job on whose piece of paper it is; NaN where it is on none. */
  readonly job: number;
}

/** Runs in the page: the dots on canvases, packed and in base64. Every pixel that is not clear is ink. */
function readDots(canvases: readonly Element[]): { job: number; width: number; height: number; data: string }[] {
  return canvases.map((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('Not a canvas');
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
    const stride = (width + 7) >> 3;
    const packed = new Uint8Array(stride * height);
    for (let y = 0, i = 3; y < height; y++) {
      for (let x = 0; x < width; x++, i += 4) {
        if (data[i]! > 0) packed[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
      }
    }
    let binary = '';
    for (const byte of packed) binary += String.fromCharCode(byte);
    const job = Number(canvas.closest<HTMLElement>('[data-job]')?.dataset.job);
    return { job, width, height, data: btoa(binary) };
  });
}

/** The dots on all of these canvases, as they are at one moment. */
export async function readCanvases(canvases: Locator): Promise<Drawn[]> {
  return (await canvases.evaluateAll(readDots)).map(({ job, width, height, data }) => ({
    job,
    picture: { width, height, data: new Uint8Array(Buffer.from(data, 'base64')) },
  }));
}

/** The dots that the page has drawn on the piece of paper of a job, once they are there. */
export async function readDrawnPicture(page: Page, id: number): Promise<Bitmap> {
  return readCanvas(page.locator(`[data-job="${id}"] canvas`));
}

/** The dots on a canvas of the page, once it is there. */
export async function readCanvas(canvas: Locator): Promise<Bitmap> {
  await canvas.scrollIntoViewIfNeeded();
  // What is out of sight has no dots; they are drawn when it comes into view.
  await waitFor('dots on the canvas', () => canvas.evaluate((element) => (element as HTMLCanvasElement).width > 0));
  const [drawn] = await readCanvases(canvas);
  return drawn!.picture;
}
