import type { EngineState } from '../engine/api.ts';
import { heldJobs, type JobList } from './job-list.ts';
import { papersInUse } from './paper-printers.ts';
import { isAway, serverChip, wantsSomebody } from './status.ts';
import { words } from './words.ts';

/** The title of the tab: what goes on, for those who look at another one. */
export function pageTitle(state: EngineState, jobs: JobList): string {
  const { title, app } = words;
  if (state.phase === 'failed') return title.join(title.needsYou, app.name);
  if (state.phase !== 'running') return app.name;
  const papers = papersInUse(state);
  if (papers.some(wantsSomebody)) return title.join(title.needsYou, app.name);
  if (papers.some((paper) => paper.state === 'printing')) return title.join(title.printing, app.name);
  const held = heldJobs(jobs).length;
  if (held > 0) return title.join(title.waiting(held), app.name);
  if (papers.some(isAway)) return title.join(title.printerAway, app.name);
  if (serverChip(state).tone === 'lost') return title.join(title.notConnected, app.name);
  return app.name;
}
