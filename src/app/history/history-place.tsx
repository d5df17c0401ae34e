import '../styles/history.css';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { PlaceHeading } from '../controls/place-heading.tsx';
import { useModel } from '../model-context.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { HistoryEntry } from './history-entry.tsx';

const say = words.history;

/** Everything that was printed or is to be, newest first. */
export function HistoryPlace(): JSX.Element {
  const model = useModel();
  const [fetching, setFetching] = useState(false);
  const jobs = model.jobs.value;
  const hasOlder = model.hasOlder.value;

  const more = async (): Promise<void> => {
    setFetching(true);
    await model.attempt(model.showOlder());
    setFetching(false);
  };

  return (
    <div class="history-place">
      <PlaceHeading text={say.heading} />
      <p class="place-lead">{say.lead}</p>
      {jobs.length === 0 && hasOlder === false && (
        <div class="empty">
          <p>{say.empty}</p>
          <a class="button" href={hrefOf('write')}>
            {say.emptyAction}
          </a>
        </div>
      )}
      <ol class="entries" aria-label={say.list}>
        {jobs.map((job) => (
          <HistoryEntry key={job.id} job={job} />
        ))}
      </ol>
      {hasOlder && (
        <button type="button" class="button" disabled={fetching} onClick={() => void more()}>
          {say.more}
        </button>
      )}
      {jobs.length > 5 && hasOlder === false && <p class="quiet">{say.end}</p>}
    </div>
  );
}
