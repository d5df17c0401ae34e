import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Job } from '../../jobs/job.ts';
import { Icon } from '../controls/icon.tsx';
import { percentOf } from '../feed.ts';
import { formatLength } from '../format.ts';
import { releaseJobs } from '../job-actions.ts';
import { heldJobs, onTheHead, queueOf } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { currentPaper, rowsPerMm } from '../paper-printers.ts';
import { isAway, machineLight } from '../status.ts';
import { words } from '../words.ts';

const BODY_HEIGHT = 124;
/** How far the slot is wider than the paper on either side. */
const SLOT_ROOM = 10;
/** How far the body is wider than the slot on either side, where there is room. */
export const BODY_ROOM = 34;

/**
 * The one machine on the desk: a light, a label that becomes the progress, a button, and the slot that paper comes out
 * of.
 *
 * @param width of the machine in CSS pixels
 * @param paper width of its paper in CSS pixels
 */
export function Machine({ width, paper }: { width: number; paper: number }): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const jobs = model.jobs.value;
  const printer = currentPaper(state).id;
  const job = onTheHead(jobs, printer);
  const held = heldJobs(jobs);
  const queued = queueOf(jobs, printer).length - (job ? 1 : 0);
  const light = machineLight(state, jobs);
  const name = state.littlePrinters[0]?.name ?? words.app.name;

  return (
    <section class="machine" style={{ inlineSize: `${width}px` }} aria-label={words.paper.machine(name)}>
      <MachineBody width={width} paper={paper} light={light} />
      <div class="machine-face">
        <span class={`machine-light ${light}`}>
          <span class="visually-hidden">{words.paper.light[light]}</span>
        </span>
        {job ? <PrintProgress job={job} queued={queued} /> : <p class="machine-label">{name}</p>}
        {job ? (
          <button
            type="button"
            class="machine-button cancel"
            aria-label={words.actions.stop}
            title={words.actions.stop}
            onClick={() => void model.attempt(model.engine.cancel(job.id))}
          >
            <Icon name="close" />
          </button>
        ) : held.length > 0 ? (
          <button
            type="button"
            class="machine-button held"
            aria-label={words.paper.button(held.length)}
            title={words.paper.button(held.length)}
            onClick={() => void releaseJobs(model, held)}
          >
            <span aria-hidden="true">{held.length}</span>
          </button>
        ) : (
          <span class="machine-button idle" aria-hidden="true" />
        )}
      </div>
    </section>
  );
}

function PrintProgress({ job, queued }: { job: Job; queued: number }): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const perMm = rowsPerMm(state, job);
  const stopped = isAway(currentPaper(state)) ? words.paper.waitsForPrinter : words.paper.stopped;
  const percent = model.percent.value ?? 0;
  const rows = Math.round((job.height * percent) / 100);
  return (
    <div class="print-progress">
      <p class="progress-title">{job.state === 'needs-you' ? stopped : words.paper.progress(model.titleOf(job))}</p>
      <div
        class="progress-track"
        role="progressbar"
        aria-label={words.paper.progress(model.titleOf(job))}
        aria-valuemin={0}
        aria-valuemax={job.height}
        aria-valuenow={rows}
        aria-valuetext={words.paper.progressValue(rows, job.height, percent)}
      >
        <span class="progress-bar" style={{ inlineSize: `${percentOf(rows, job.height)}%` }} />
      </div>
      <p class="progress-text">
        {words.paper.progressText(percent, formatLength(rows, perMm), formatLength(job.height, perMm))}
        {queued > 0 && (
          <>
            {' · '}
            <span class="progress-queue">{words.paper.queued(queued)}</span>
          </>
        )}
      </p>
    </div>
  );
}

/** The machine itself, drawn to measure: its slot is exactly as wide as the paper needs. */
function MachineBody({ width, paper, light }: { width: number; paper: number; light: string }): JSX.Element {
  const id = useId();
  // A page that is just being laid out may have next to no width.
  const shellWidth = Math.max(0, width - 2);
  const slotWidth = Math.max(0, Math.min(width - 8, paper + 2 * SLOT_ROOM));
  const slotX = (width - slotWidth) / 2;
  const lipY = BODY_HEIGHT - 34;
  return (
    <svg
      class={`machine-body ${light}`}
      viewBox={`0 0 ${width} ${BODY_HEIGHT}`}
      width={width}
      height={BODY_HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <linearGradient id={`${id}shell`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" class="shell-high" />
          <stop offset="0.18" class="shell-mid" />
          <stop offset="1" class="shell-low" />
        </linearGradient>
        <linearGradient id={`${id}lip`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" class="lip-high" />
          <stop offset="1" class="lip-low" />
        </linearGradient>
        <clipPath id={`${id}clip`}>
          <rect x="1" y="1" width={shellWidth} height={BODY_HEIGHT - 8} rx="26" />
        </clipPath>
      </defs>
      <g clip-path={`url(#${id}clip)`}>
        <rect width={width} height={BODY_HEIGHT} fill={`url(#${id}shell)`} />
        <path class="seam" d={`M0 ${lipY - 1.5}H${width}`} />
        <rect y={lipY} width={width} height={BODY_HEIGHT - lipY} fill={`url(#${id}lip)`} />
        <path class="shine" d={`M26 3.5H${width - 26}`} />
      </g>
      <rect class="outline" x="1" y="1" width={shellWidth} height={BODY_HEIGHT - 8} rx="26" />
      <rect class="slot" x={slotX} y={BODY_HEIGHT - 24} width={slotWidth} height="11" rx="5.5" />
      <path class="teeth" d={teeth(slotX + 6, slotX + slotWidth - 6, BODY_HEIGHT - 13)} />
    </svg>
  );
}

/** The bar that paper is torn on. */
function teeth(from: number, to: number, y: number): string {
  let path = `M${from} ${y - 2.5}`;
  for (let x = from; x + 8 <= to; x += 8) path += `l4 2.5l4-2.5`;
  return `${path}Z`;
}
