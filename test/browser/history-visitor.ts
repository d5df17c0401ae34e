import type { Page } from 'playwright-core';
import { historyWords } from '../../src/app/history/words.ts';
import { hrefOf } from '../../src/app/routes.ts';
import { goTo } from './settings-visitor.ts';

/** Whether the history says of a job that its sender may read "Timed out". Goes there, and to the paper afterwards. */
export async function saysUnanswered(page: Page, id: number): Promise<boolean> {
  await goTo(page, hrefOf('history'));
  const row = page.getByRole('list', { name: historyWords.list }).locator(`[data-job="${id}"]`);
  await row.waitFor();
  const says = await row.getByText(historyWords.unanswered).isVisible();
  await goTo(page, hrefOf('paper'));
  return says;
}
