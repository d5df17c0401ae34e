import type { JSX } from 'preact';
import type { Job } from '../../jobs/job.ts';
import { releaseJobs } from '../job-actions.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

/** Deliveries that wait for somebody to be there. */
export function HeldCard({ jobs }: { jobs: readonly Job[] }): JSX.Element {
  const model = useModel();
  const say = words.cards.held;
  return (
    <section class="card held-card">
      <h2>{say.title(jobs.length)}</h2>
      <p>{say.text}</p>
      <div class="button-row">
        <button type="button" class="button primary" onClick={() => void releaseJobs(model, jobs)}>
          {jobs.length === 1 ? say.print : say.printAll}
        </button>
      </div>
    </section>
  );
}
