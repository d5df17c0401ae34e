import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Job } from '../../jobs/job.ts';
import { ConfirmRemove } from '../controls/confirm-remove.tsx';
import { ErrorNote } from '../controls/error-note.tsx';
import { focusPlace, useAsker } from '../controls/focus.ts';
import { Icon, InvertIcon } from '../controls/icon.tsx';
import { formatDayAndTime, formatLength } from '../format.ts';
import { printAgain, releaseJobs, removeJob, savePicture } from '../job-actions.ts';
import { hasEnded, looksInverted } from '../job-list.ts';
import { printerOf, senderOf, stateOf } from '../job-words.ts';
import { useModel } from '../model-context.ts';
import { once } from '../once.ts';
import { DotsCanvas } from '../paper/dots-canvas.tsx';
import { useColumn, usePixelRatio } from '../paper/use-column.ts';
import { usePicture } from '../paper/use-picture.ts';
import { geometryAt, paperGeometry } from '../paper-geometry.ts';
import { rowsPerMm } from '../paper-printers.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { Sheet } from './sheet.tsx';

/** As many device pixels a dot as there can be. */
const LARGEST = 8;

/** One print, dot by dot, with all that can be done with it. */
export function PrintSheet({ id, onClose }: { id: number; onClose: () => void }): JSX.Element | null {
  const model = useModel();
  const job = model.jobs.value.find((known) => known.id === id);
  if (!job) return null;
  return (
    <Sheet title={model.titleOf(job)} wide onClose={onClose}>
      <PrintView job={job} />
      <PrintDetails job={job} onClose={onClose} />
    </Sheet>
  );
}

function PrintView({ job }: { job: Job }): JSX.Element {
  const model = useModel();
  const view = useRef<HTMLDivElement>(null);
  const column = useColumn(view);
  const ratio = usePixelRatio();
  const picture = usePicture(job.id);
  const [larger, setLarger] = useState(0);
  const fitting = paperGeometry(column, ratio, job.width);
  const devicePixels = Math.max(1, Math.min(LARGEST, fitting.devicePixels + larger));
  const geometry = geometryAt(devicePixels, column, ratio, job.width);
  const perMm = rowsPerMm(model.state.value, job);
  const label = words.paper.pictureOf(model.titleOf(job), formatLength(job.height, perMm));

  return (
    <div class="print-view">
      <div class="pan" ref={view}>
        {column > 0 && (
          <div
            class="pan-paper"
            style={{
              inlineSize: `${geometry.width + 2 * geometry.margin}px`,
              minBlockSize: `${job.height * geometry.dot}px`,
              paddingInline: `${geometry.margin}px`,
            }}
          >
            {typeof picture === 'object' && <DotsCanvas bitmap={picture} dot={geometry.dot} label={label} />}
            {picture === 'gone' && <p class="picture-gone">{words.paper.pictureGone}</p>}
          </div>
        )}
      </div>
      <div class="zoom">
        <button
          type="button"
          class="icon-button"
          aria-label={words.actions.zoomOut}
          title={words.actions.zoomOut}
          disabled={devicePixels <= 1}
          onClick={() => setLarger(devicePixels - 1 - fitting.devicePixels)}
        >
          <Icon name="minus" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={words.actions.zoomIn}
          title={words.actions.zoomIn}
          disabled={devicePixels >= LARGEST}
          onClick={() => setLarger(devicePixels + 1 - fitting.devicePixels)}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}

function PrintDetails({ job, onClose }: { job: Job; onClose: () => void }): JSX.Element {
  const model = useModel();
  const [asking, setAsking] = useState(false);
  const asker = useAsker(asking);
  // One button takes the place of another.
  const click = (action: () => Promise<unknown>): void => once(model, job.id, action);
  const reprint = (inverted: boolean): void =>
    click(() => {
      // To where it comes out.
      onClose();
      location.hash = hrefOf('paper');
      return printAgain(model, job, { inverted });
    });
  const perMm = rowsPerMm(model.state.value, job);
  const printer = printerOf(model.state.value, job);
  return (
    <div class="print-details">
      <p class="piece-meta">
        <strong>{stateOf(job)}</strong>
        <span>
          {senderOf(job)} · {formatDayAndTime(job.createdAt)}
          {printer && ` · ${printer}`}
        </span>
        <span>{words.print.size(formatLength(job.height, perMm), job.width, job.height)}</span>
      </p>
      {job.error && <ErrorNote error={job.error} isNews={false} />}
      {looksInverted(job) && <p class="quiet">{words.paper.whyInverted}</p>}
      <div class="button-row">
        {job.state === 'held' && (
          <button type="button" class="button primary" onClick={() => click(() => releaseJobs(model, [job]))}>
            {words.actions.print}
          </button>
        )}
        {!hasEnded(job) && (
          <button type="button" class="button" onClick={() => click(() => model.attempt(model.engine.cancel(job.id)))}>
            {words.actions.stopWaiting}
          </button>
        )}
        <button type="button" class="button" onClick={() => reprint(false)}>
          <Icon name="again" />
          {words.actions.again}
        </button>
        <button type="button" class="button" onClick={() => reprint(true)}>
          <InvertIcon />
          {words.actions.inverted}
        </button>
        <button type="button" class="button" onClick={() => void savePicture(model, job)}>
          <Icon name="save" />
          {words.actions.save}
        </button>
        {hasEnded(job) && !asking && (
          <button ref={asker} type="button" class="button" onClick={() => setAsking(true)}>
            <Icon name="remove" />
            {words.actions.remove}
          </button>
        )}
      </div>
      {asking && (
        <ConfirmRemove
          onKeep={() => setAsking(false)}
          onRemove={() => {
            onClose();
            // The way back leads to what has just been deleted.
            void removeJob(model, job).then((done) => done && focusPlace());
          }}
        />
      )}
    </div>
  );
}
