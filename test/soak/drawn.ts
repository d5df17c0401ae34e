import type { Page } from 'playwright-core';
import type { Difference } from './compare.ts';
import type { History } from './history.ts';
import { fingerprint } from './numbered-picture.ts';

/** Compares what the page has drawn on the pieces of paper that are in view with what was to be printed there. */
export async function compareDrawn(page: Page, { jobs }: History): Promise<Difference[]> {
  const drawn = await page.evaluate(readCanvases);
  return drawn.flatMap(({ job, width, height, data }) => {
    const print = fingerprint({ width, height, data: new Uint8Array(Buffer.from(data, 'base64')) });
    return print === jobs.get(job)?.print ? [] : [{ what: `drawn otherwise, as ${print}`, job }];
  });
}

/** Runs in the page: the dots on the canvas of each job, packed and in base64. Every pixel that is not clear is ink. */
function readCanvases(): { job: number; width: number; height: number; data: string }[] {
  return [...document.querySelectorAll<HTMLCanvasElement>('[data-job] canvas')].map((canvas) => {
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
    const job = Number(canvas.closest<HTMLElement>('[data-job]')!.dataset.job);
    return { job, width, height, data: btoa(binary) };
  });
}
