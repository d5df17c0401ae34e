import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { paperOfJob } from '../paper-printers.ts';
import { words } from '../words.ts';

/** A new version waits. It never interrupts a print, and never takes over by itself. */
export function UpdateCard(): JSX.Element | null {
  const model = useModel();
  const apply = model.app.value.applyUpdate;
  if (!apply) return null;
  // A print that waits for a printer to come back may wait for days, and loses nothing by a reload.
  const state = model.state.value;
  const busy = model.jobs.value.some(
    (job) => job.state === 'printing' || (job.state === 'needs-you' && paperOfJob(state, job).state === 'needs-you'),
  );
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
