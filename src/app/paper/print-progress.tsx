import type { JSX } from 'preact';
import type { Job } from '../../jobs/job.ts';
import { percentOf } from '../feed.ts';
import { formatLength } from '../format.ts';
import { addressOf, hasSeveral, recipientOf } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { rowsPerMm } from '../paper-printers.ts';
import { isAway } from '../status.ts';
import { words } from '../words.ts';

interface PrintProgressProps {
  readonly job: Job;
  /** How many wait behind it. */
  readonly behind: number;
  readonly onCancel: () => void;
}

/** How far the print on the head is, with a way to cancel it that is there as long as it prints. */
export function PrintProgress({ job, behind, onCancel }: PrintProgressProps): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const perMm = rowsPerMm(state, job);
  const stopped = isAway(model.paper.value) ? words.paper.waitsForPrinter : words.paper.stopped;
  const percent = model.percent.value ?? 0;
  const rows = Math.round((job.height * percent) / 100);
  const title = model.titleOf(job);
  const printing = words.paper.progress(title);
  // Two may share this paper, and only one of them is on the label.
  const isOther = addressOf(job) !== undefined && addressOf(job) !== model.littlePrinter.value?.deviceAddress;
  const recipient = hasSeveral(state) && isOther ? recipientOf(state, job) : undefined;
  return (
    <div class="print-progress">
      <p class="progress-title">
        {job.state === 'needs-you' ? stopped : printing}
        {recipient && ` · ${recipient}`}
      </p>
      <div class="progress-row">
        <div
          class="progress-track"
          role="progressbar"
          aria-label={printing}
          aria-valuemin={0}
          aria-valuemax={job.height}
          aria-valuenow={rows}
          aria-valuetext={words.paper.progressValue(rows, job.height, percent)}
        >
          <span class="progress-bar" style={{ inlineSize: `${percentOf(rows, job.height)}%` }} />
        </div>
        <button
          type="button"
          class="progress-cancel"
          aria-label={words.actions.of(words.actions.stop, recipient ? `${title} · ${recipient}` : title)}
          onClick={onCancel}
        >
          {words.actions.stopWaiting}
        </button>
      </div>
      <p class="progress-text">
        {words.paper.progressText(percent, formatLength(rows, perMm), formatLength(job.height, perMm))}
        {behind > 0 && (
          <>
            {' · '}
            <span class="progress-queue">{words.paper.queued(behind)}</span>
          </>
        )}
      </p>
    </div>
  );
}
