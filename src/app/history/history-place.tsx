import { historyWords } from './words.ts';
import '../styles/history.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { JobRows } from '../controls/job-rows.tsx';
import { PlaceHeading } from '../controls/place-heading.tsx';
import { hasSeveral } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { hrefOf } from '../routes.ts';
import { HistoryEntry } from './history-entry.tsx';
import { ALL, HistoryFilter, matching } from './history-filter.tsx';

const say = historyWords;

/** How high an entry is that has not been on the page yet, in CSS pixels. */
const USUAL_HEIGHT = 184;
/** So many pages are asked for at a time until one has something that is looked for. */
const MOST_PAGES = 10;

/** Everything that was printed or is to be, newest first. */
export function HistoryPlace(): JSX.Element {
  const model = useModel();
  const [fetching, setFetching] = useState(false);
  const filter = useSignal(ALL);
  const several = hasSeveral(model.state.value);
  const all = model.jobs.value;
  const jobs = several ? matching(all, filter.value) : all;
  const hasOlder = model.hasOlder.value;

  const more = async (): Promise<void> => {
    setFetching(true);
    const count = (): number => matching(model.jobs.peek(), filter.peek()).length;
    const before = count();
    for (let page = 0; page < MOST_PAGES && count() === before && model.hasOlder.peek(); page++) {
      if (!(await model.attempt(model.showOlder()))) break;
    }
    setFetching(false);
  };

  return (
    <div class="history-place">
      <PlaceHeading text={say.heading} />
      <p class="place-lead">{say.lead}</p>
      {several && all.length > 0 && <HistoryFilter chosen={filter} />}
      {all.length === 0 && hasOlder === false && (
        <div class="empty">
          <p>{say.empty}</p>
          <a class="button" href={hrefOf('write')}>
            {say.emptyAction}
          </a>
        </div>
      )}
      {jobs.length === 0 && all.length > 0 && <p class="quiet">{say.none}</p>}
      {jobs.length > 0 && (
        <JobRows jobs={jobs} class="entries" label={say.list} estimate={() => USUAL_HEIGHT}>
          {(job) => <HistoryEntry job={job} />}
        </JobRows>
      )}
      {hasOlder && (
        <button type="button" class="button" disabled={fetching} onClick={() => void more()}>
          {say.more}
        </button>
      )}
      {jobs.length > 5 && hasOlder === false && <p class="quiet">{say.end}</p>}
    </div>
  );
}
