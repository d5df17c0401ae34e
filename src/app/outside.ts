import { effect } from '@preact/signals';
import { heldBehind, heldJobs } from './job-list.ts';
import { hasSeveral } from './little-printers.ts';
import type { Model } from './model.ts';
import { papersInUse } from './paper-printers.ts';
import { wantsSomebody } from './status.ts';
import { words } from './words.ts';

/**
 * Tells those who do not look at the page what waits: a number on the app's icon, and, where that is wanted, a
 * notification for deliveries that wait for the button. Only the tab that the printer runs in tells.
 */
export function tellOutside(model: Model): () => void {
  /** Deliveries that were told of or seen; undefined before the first look, which is no news. */
  let known: ReadonlySet<number> | undefined;
  /** How many the notification tells of; undefined before this tab tells: there may be one of before a reload. */
  let shown: number | undefined;
  /** Whether the printer was seen to run in another tab: then this one's end is not the printer's. */
  let isElsewhere = false;

  return effect(() => {
    const state = model.state.value;
    const held = heldJobs(model.jobs.value);
    // What waits is not known then, but that somebody has to look.
    if (state.phase === 'running') isElsewhere = !state.runsHere;
    else if (state.phase === 'failed' && !isElsewhere) model.platform.badge(1);
    if (state.phase !== 'running' || model.hasOlder.value === undefined) return;
    const tells = state.runsHere;
    if (tells) model.platform.badge(held.length + papersInUse(state).filter(wantsSomebody).length);

    const isNews = known !== undefined && held.some(({ id }) => !known?.has(id));
    known = new Set(held.map(({ id }) => id));
    if (!tells || !state.settings.notify || held.length === 0) {
      if (tells ? shown !== 0 : shown) void model.platform.notices.close().catch(() => undefined);
      shown = tells ? 0 : undefined;
      return;
    }
    // Whoever looks at the page sees its button; what a notification counts has to be true all the same.
    const isLoud = isNews && !model.platform.isLookedAt();
    if (!isLoud && shown === held.length) return;
    shown = held.length;
    const holding = state.littlePrinters.filter((printer) => heldBehind(model.jobs.value, state, printer).length > 0);
    const body = words.notice.body(hasSeveral(state) ? holding.map(({ name }) => name) : []);
    const title = words.cards.held.title(held.length);
    void model.platform.notices.show({ title, body, isNews: isLoud }).catch(() => undefined);
  });
}
