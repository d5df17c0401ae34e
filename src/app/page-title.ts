import type { EngineState } from '../engine/api.ts';
import { heldJobs, type JobList } from './job-list.ts';
import { serverChip } from './status.ts';
import { words } from './words.ts';

/** The title of the tab: what goes on, for those who look at another one. */
export function pageTitle(state: EngineState, jobs: JobList): string {
  const { title, app } = words;
  const printer = state.paperPrinters[0]?.state;
  if (state.phase !== 'running') return app.name;
  if (printer === 'needs-you') return title.join(title.needsYou, app.name);
  if (printer === 'printing') return title.join(title.printing, app.name);
  const held = heldJobs(jobs).length;
  if (held > 0) return title.join(title.waiting(held), app.name);
  if (serverChip(state).tone === 'lost') return title.join(title.notConnected, app.name);
  return app.name;
}
