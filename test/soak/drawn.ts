import type { Page } from 'playwright-core';
import { readCanvases } from '../browser/paper.ts';
import { waitFor } from '../browser/wait.ts';
import type { Difference } from './compare.ts';
import type { History, KeptJob } from './history.ts';
import { fingerprint } from './numbered-picture.ts';

/** How long the page may take until it has drawn anything. */
const DRAWN_MS = 20_000;

/** The dots on a piece of paper in view. */
type Drawn = Awaited<ReturnType<typeof readCanvases>>[number];

/** Compares what the page has drawn on the pieces of paper that are in view with what was to be printed there. */
export async function readDrawn(page: Page, { jobs }: History): Promise<Difference[]> {
  const canvases = page.locator('[data-job] canvas');
  await waitFor('paper in view', async () => (await canvases.count()) > 0, DRAWN_MS).catch(() => undefined);
  return compareDrawn(await readCanvases(canvases), jobs);
}

/** Compares pieces of paper in view with what was to be printed on them. There always are some: a page without is empty. */
export function compareDrawn(drawn: readonly Drawn[], jobs: ReadonlyMap<number, Pick<KeptJob, 'print'>>): Difference[] {
  if (drawn.length === 0) return [{ what: 'the page has drawn nothing' }];
  return drawn.flatMap(({ job, picture }) => {
    const print = fingerprint(picture);
    return print === jobs.get(job)?.print ? [] : [{ what: `drawn otherwise, as ${print}`, job }];
  });
}
