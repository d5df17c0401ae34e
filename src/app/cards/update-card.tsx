import type { JSX } from 'preact';
import { onTheHead } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

/** A new version waits. It never interrupts a print, and never takes over by itself. */
export function UpdateCard(): JSX.Element | null {
  const model = useModel();
  const apply = model.app.value.applyUpdate;
  if (!apply) return null;
  const jobs = model.jobs.value;
  const busy = onTheHead(jobs) !== undefined || jobs.some(({ state }) => state === 'waiting');
  const say = words.cards.update;
  return (
    <section class="card update-card">
      <h2>{say.title}</h2>
      <p>{busy ? say.busy : say.text}</p>
      <div class="button-row">
        <button type="button" class="button" disabled={busy} onClick={apply}>
          {say.apply}
        </button>
      </div>
    </section>
  );
}
