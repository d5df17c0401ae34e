import type { Page } from 'playwright-core';
import { readCanvases } from '../browser/paper.ts';
import type { Difference } from './compare.ts';
import type { History } from './history.ts';
import { fingerprint } from './numbered-picture.ts';

/** Compares what the page has drawn on the pieces of paper that are in view with what was to be printed there. */
export async function compareDrawn(page: Page, { jobs }: History): Promise<Difference[]> {
  const drawn = await readCanvases(page.locator('[data-job] canvas'));
  return drawn.flatMap(({ job, picture }) => {
    const print = fingerprint(picture);
    return print === jobs.get(job)?.print ? [] : [{ what: `drawn otherwise, as ${print}`, job }];
  });
}
